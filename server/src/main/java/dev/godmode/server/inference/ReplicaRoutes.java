package dev.godmode.server.inference;

import dev.godmode.control.access.Scope;
import dev.godmode.control.inference.ModelTable;
import dev.godmode.control.inference.Provider;
import dev.godmode.control.inference.replica.TableText;
import dev.godmode.control.secret.SecretSource.Absent;
import dev.godmode.control.secret.SecretSource.Found;
import dev.godmode.control.secret.SecretSource.Trouble;
import dev.godmode.protocol.api.ReplicaViews;
import dev.godmode.protocol.api.ReplicaViews.Admittance;
import dev.godmode.protocol.api.ReplicaViews.Awaited;
import dev.godmode.protocol.api.ReplicaViews.CallAnswer;
import dev.godmode.protocol.api.ReplicaViews.HolderView;
import dev.godmode.protocol.api.ReplicaViews.KeyFound;
import dev.godmode.protocol.api.ReplicaViews.KeyWanted;
import dev.godmode.protocol.api.ReplicaViews.PersonView;
import dev.godmode.protocol.api.ReplicaViews.ReplicaOrders;
import dev.godmode.protocol.api.ReplicaViews.ReplicaReport;
import dev.godmode.protocol.api.ReplicaViews.ShownCredential;
import dev.godmode.protocol.api.ReplicaViews.WaitFor;
import dev.godmode.protocol.inference.CallLine;
import dev.godmode.protocol.text.SecretReference;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.http.SlowClients;
import dev.godmode.server.identity.Admission;
import dev.godmode.server.identity.Admission.Admitted;
import dev.godmode.server.identity.Principal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What replicas of the gateway ask control, and tell it. */
public final class ReplicaRoutes {

  private static final long REPORT_MAX_BYTES = 16L << 20;

  /** A replica that has gone is noticed when it does not ask again. */
  private static final Duration WAIT_MAX = Duration.ofSeconds(15);

  private final Models models;
  private final Function<String, Admission> whose;
  private final RelayRoutes relay;

  /**
   * The fleet port's routes.
   *
   * @param whose decides whom a credential lets in that was shown to a replica
   */
  public ReplicaRoutes(Models models, Function<String, Admission> whose, SlowClients slow) {
    this.models = models;
    this.whose = whose;
    this.relay = new RelayRoutes(models.branch().relay(), slow);
  }

  public List<Route> routes() {
    return Stream.concat(
            Stream.of(
                Route.post(
                        ReplicaViews.PATH + "/replicas/{replica}/reports",
                        "A sign of life, with what was done")
                    .replicas()
                    .takes(ReplicaReport.class, REPORT_MAX_BYTES)
                    .answers(ReplicaOrders.class, this::report),
                Route.post(
                        ReplicaViews.PATH + "/replicas/{replica}/calls",
                        "Set the worst case of a call aside")
                    .replicas()
                    .takes(CallLine.class)
                    .answers(CallAnswer.class, this::begin),
                Route.post(ReplicaViews.PATH + "/admissions", "Whose a credential is")
                    .replicas()
                    .takes(ShownCredential.class)
                    .answers(
                        Admittance.class,
                        call -> admittance(call.body(ShownCredential.class).credential())),
                Route.post(ReplicaViews.PATH + "/keys", "What opens a provider, or a cache")
                    .replicas()
                    .takes(KeyWanted.class)
                    .answers(KeyFound.class, call -> key(call.body(KeyWanted.class).name())),
                Route.post(ReplicaViews.PATH + "/waits", "Wait for a server of a model")
                    .replicas()
                    .takes(WaitFor.class)
                    .answers(Awaited.class, this::await)),
            relay.routes().stream())
        .toList();
  }

  private ReplicaOrders report(Call call) {
    var report = call.body(ReplicaReport.class);
    models.branch().replicas().report(call.path("replica"), report);
    var table = TableText.of(models.file().table(), models.providers().fleet());
    return new ReplicaOrders(Optional.of(table).filter(now -> !now.hash().equals(report.table())));
  }

  private CallAnswer begin(Call call) {
    return new CallAnswer(
        models.branch().replicas().begin(call.path("replica"), call.body(CallLine.class)));
  }

  private Awaited await(Call call) {
    var wait = call.body(WaitFor.class);
    var within = wait.within().compareTo(WAIT_MAX) < 0 ? wait.within() : WAIT_MAX;
    return models.branch().waits().await(wait.model(), within);
  }

  private Admittance admittance(String shown) {
    return switch (whose.apply(shown)) {
      case Admitted(Principal.Holder(var claims)) ->
          new Admittance(
              Optional.of(
                  new HolderView(
                      claims.id(),
                      claims.attempt(),
                      claims.node(),
                      claims.agent(),
                      claims.stream(),
                      words(claims.scopes()),
                      claims.issuedAt(),
                      claims.expiresAt())),
              Optional.empty(),
              Optional.empty());
      case Admitted(Principal.Person(var name, var role, var scopes)) ->
          new Admittance(
              Optional.empty(),
              Optional.of(new PersonView(name, role.word(), words(scopes))),
              Optional.empty());
      case Admission.Refused(_, var why) -> refused(why);
      case Admission.Forbidden(_, var why) -> refused(why);
      case Admitted _, Admission.Unknown _, Admission.WrongHost _, Admission.WrongOrigin _ ->
          refused("not a credential");
    };
  }

  private static Admittance refused(String why) {
    return new Admittance(Optional.empty(), Optional.empty(), Optional.of(why));
  }

  private static List<String> words(Collection<Scope> scopes) {
    return scopes.stream().map(Scope::word).sorted().toList();
  }

  /** Replicas get what opens providers and caches, and no other secret. */
  private KeyFound key(String name) {
    if (named(models.file().table()).noneMatch(key -> key.name().equals(name))) {
      throw new Refusal(
          403, "forbidden", "no provider and no cache names the secret '%s'".formatted(name));
    }
    return switch (models.branch().secrets().get().find(name).finding()) {
      case Found(var value) -> new KeyFound(Optional.of(value.reveal()), Optional.empty());
      case Absent _ -> new KeyFound(Optional.empty(), Optional.empty());
      case Trouble(var why, _) -> new KeyFound(Optional.empty(), Optional.of(why));
    };
  }

  private static Stream<SecretReference> named(ModelTable table) {
    return Stream.concat(
        table.providers().stream().map(Provider::key).flatMap(Optional::stream),
        table.cache().key().stream());
  }
}
