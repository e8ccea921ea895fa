package dev.godmode.server.routes;

import dev.godmode.control.access.Roll;
import dev.godmode.control.access.Scope;
import dev.godmode.kernel.Command.RemovePerson;
import dev.godmode.kernel.Command.SetPerson;
import dev.godmode.kernel.Fleet;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.Requests.LoginCode;
import dev.godmode.protocol.api.Trust.Admitted;
import dev.godmode.protocol.api.Trust.NewPerson;
import dev.godmode.protocol.api.Trust.NewRole;
import dev.godmode.protocol.api.Trust.PeopleList;
import dev.godmode.protocol.api.Trust.PersonView;
import dev.godmode.protocol.people.Role;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.identity.LoginCodes;
import dev.godmode.server.identity.Sessions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Who is let in beside the owner, and as what. */
public final class PeopleRoutes {

  private static final String PEOPLE = "/api/v1/people";
  private static final String PERSON = PEOPLE + "/{name}";

  private final Orders orders;
  private final Sessions sessions;
  private final LoginCodes codes;
  private final LoginRoutes login;
  private final Supplier<Roll> roll;

  public PeopleRoutes(
      Orders orders, Sessions sessions, LoginCodes codes, LoginRoutes login, Supplier<Roll> roll) {
    this.orders = orders;
    this.sessions = sessions;
    this.codes = codes;
    this.login = login;
    this.roll = roll;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(PEOPLE, "The owner and everybody who was let in, by name")
            .needs(Scope.PEOPLE_READ)
            .answers(PeopleList.class, _ -> list()),
        Route.post(PEOPLE, "Let somebody in; the answer has a one-time code for their browser")
            .needs(Scope.PEOPLE_CHANGE)
            .takes(NewPerson.class)
            .creates(Admitted.class, this::admit),
        Route.post(PERSON + "/role", "Give somebody another role; it acts at once")
            .needs(Scope.PEOPLE_CHANGE)
            .takes(NewRole.class)
            .answers(Done.class, this::role),
        Route.post(PERSON + "/login-codes", "Another one-time code for somebody's browser")
            .needs(Scope.PEOPLE_CHANGE)
            .creates(LoginCode.class, call -> login.issue(known(call.path("name")))),
        Route.delete(PERSON, "Remove somebody, and log them out everywhere")
            .needs(Scope.PEOPLE_CHANGE)
            .answers(Done.class, this::remove));
  }

  private Map<String, Role> all() {
    var all = new TreeMap<>(orders.read(kernel -> kernel.fleet().people()).join());
    all.put(Fleet.OWNER, Role.OWNER);
    return all;
  }

  private PeopleList list() {
    var named =
        all().entrySet().stream().map(one -> view(one.getKey(), one.getValue(), Optional.empty()));
    var vouched =
        sessions.proven().stream()
            .flatMap(
                identity ->
                    roll
                        .get()
                        .find(identity)
                        .map(line -> view(identity.name(), line.role(), Optional.of(line.words())))
                        .stream())
            .distinct();
    return new PeopleList(Stream.concat(named, vouched).toList());
  }

  private PersonView view(String name, Role role, Optional<String> vouched) {
    return new PersonView(name, role, sessions.count(name), vouched);
  }

  private String known(String name) {
    var all = all();
    if (!all.containsKey(name)) {
      throw Refusal.notFound(
          "there is no person '%s'%s; 'gm users' lists them"
              .formatted(name, Spelling.hint(name, all.keySet())));
    }
    return name;
  }

  private Admitted admit(Call call) {
    var asked = call.body(NewPerson.class);
    if (all().containsKey(asked.name())) {
      throw Refusal.conflict(
          "%s is one of the people already: 'gm user role' changes what they are, 'gm user code'"
                  .formatted(asked.name())
              + " prints another code");
    }
    orders.carryOut(call.cause(), new SetPerson(asked.name(), asked.role()));
    return new Admitted(asked.name(), asked.role(), login.issue(asked.name()));
  }

  private Done role(Call call) {
    var name = known(call.path("name"));
    var role = call.body(NewRole.class).role();
    orders.carryOut(call.cause(), new SetPerson(name, role));
    return new Done("%s is %s now".formatted(name, role.word()));
  }

  private Done remove(Call call) {
    if (sessions.proven().stream().anyMatch(one -> one.name().equals(call.path("name")))) {
      return logOut(call.path("name"));
    }
    var name = known(call.path("name"));
    orders.carryOut(call.cause(), new RemovePerson(name));
    sessions.closeAll(name);
    codes.revoke(name);
    return new Done(name + " was removed, and is logged out");
  }

  /** Whoever is let in by a line of the file stays so until the line goes. */
  private Done logOut(String name) {
    sessions.closeAll(name);
    return new Done(
        "%s is logged out everywhere, and may log in again: it is people.yaml that lets them in"
            .formatted(name));
  }
}
