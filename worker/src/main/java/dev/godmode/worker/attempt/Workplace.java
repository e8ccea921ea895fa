package dev.godmode.worker.attempt;

import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AgentDriver;
import dev.godmode.protocol.task.Assignment;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.text.Redaction;
import dev.godmode.protocol.trace.TraceContext;
import dev.godmode.worker.container.ContainerPlaces;
import dev.godmode.worker.document.Loan;
import dev.godmode.worker.door.ModelDoor;
import dev.godmode.worker.driver.Dialect;
import dev.godmode.worker.driver.Dialects;
import dev.godmode.worker.executor.Launch;
import dev.godmode.worker.process.ProcessGroup;
import dev.godmode.worker.service.OwnServers;
import dev.godmode.worker.workspace.Mirrors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One attempt's place on the node: its folders, its environment, its secrets. */
final class Workplace {

  private static final String AUTHORITY = "authority.pem";
  private static final String PORT = "GODMODE_PORT";

  private final AttemptKey attempt;
  private final Launch.Place place;
  private final Map<String, String> plain;
  private final Map<String, String> secret;
  private final Redaction redaction;
  private final List<Runnable> leaving = new ArrayList<>();

  private Workplace(
      AttemptKey attempt, Launch.Place place, Map<String, String> plain, AttemptSecrets secrets) {
    this.attempt = attempt;
    this.place = place;
    this.plain = Map.copyOf(plain);
    this.secret = secrets.variables();
    this.redaction = new Redaction(secrets.values());
  }

  /**
   * What the node gives to every attempt.
   *
   * @param documents lends the fleet's documents
   * @param door where control is found
   * @param mirrors of repositories
   * @param servers of models that attempts run
   */
  record Site(
      Path attempts,
      Path secrets,
      String path,
      Supplier<Loan> documents,
      Doorway door,
      Mirrors mirrors,
      OwnServers servers) {

    /** Where the worker finds out what an attempt changed; no program comes there. */
    Path scratch(Assignment assignment) {
      return attempts.resolveSibling("products").resolve(folder(assignment).getFileName());
    }

    /** Where the code lies that the fleet shares. */
    Path code() {
      return attempts.resolveSibling("code");
    }

    /** Where an agent's program keeps its conversations, from one attempt of a task to the next. */
    Path memory(Assignment assignment) {
      return assignment.keep().isPresent()
          ? folder(assignment).resolve("session")
          : attempts
              .resolveSibling("sessions")
              .resolve(fileName(assignment.attempt().task().value()));
    }

    /** A persistent agent has one folder for all its lives, and it is not swept. */
    Path folder(Assignment assignment) {
      var key = assignment.attempt();
      return assignment
          .keep()
          .map(name -> attempts.resolveSibling("agents").resolve(fileName(name)))
          .orElseGet(
              () -> attempts.resolve("%s-%d-%d".formatted(key.task(), key.number(), key.fence())));
    }
  }

  /**
   * Makes the folders, puts the inputs there, and the secrets that are asked for as files.
   *
   * @param values of the secrets that the assignment names
   * @param port where its program is to listen
   * @throws IOException in words for people
   */
  static Workplace prepare(
      Site site,
      Assignment assignment,
      Map<String, String> values,
      Loan documents,
      Optional<Integer> port)
      throws IOException {
    var key = assignment.attempt();
    var folder = site.folder(assignment);
    var work = own(folder.resolve("work"));
    var inputs = own(folder.resolve("inputs"));
    own(folder.resolve("tmp"));
    if (assignment.keep().isPresent()) {
      // A life before may have left one, and it is not this one's.
      Files.deleteIfExists(folder.resolve("result"));
      own(folder.resolve("session"));
    }
    for (var input : assignment.inputs().entrySet()) {
      var file = inputs.resolve(fileName(input.getKey()));
      Files.deleteIfExists(file); // a link that a life before left is not followed
      Files.writeString(file, input.getValue());
    }
    var place = new Launch.Place(folder, work, documents.docs(), documents.root());
    var view =
        assignment.container().isPresent() ? View.inContainer(place) : View.onNode(site, place);
    var secrets = AttemptSecrets.of(assignment.env(), values);
    secrets.writeFiles(folder);
    var plain = environment(assignment, view);
    plain.putAll(door(site, view));
    authority(site, assignment, folder).ifPresent(at -> plain.put("GODMODE_CA", at));
    port.ifPresent(own -> plain.put(PORT, String.valueOf(own)));
    if (assignment.container().isEmpty()) {
      plain.putAll(ownCommands(site));
    }
    plain.keySet().removeAll(secrets.variables().keySet());
    plain.putAll(secrets.places(view.home()));
    return new Workplace(key, place, plain, secrets);
  }

  /** The places as the program sees them; where there is no path, the image has its own. */
  private record View(
      String home,
      String work,
      String temporary,
      Optional<String> path,
      Optional<String> docs,
      Optional<String> snapshot,
      Optional<String> code) {

    static View onNode(Site site, Launch.Place place) {
      return new View(
          place.home().toString(),
          place.work().toString(),
          place.home().resolve("tmp").toString(),
          Optional.of(site.path()),
          place.docs().map(Path::toString),
          place.snapshot().map(Path::toString),
          Optional.of(site.code()).filter(Files::isDirectory).map(Path::toString));
    }

    static View inContainer(Launch.Place place) {
      return new View(
          ContainerPlaces.HOME,
          ContainerPlaces.WORK,
          ContainerPlaces.TEMPORARY,
          Optional.empty(),
          place.docs().map(_ -> ContainerPlaces.DOCS),
          place.snapshot().map(_ -> ContainerPlaces.SNAPSHOT),
          Optional.empty());
    }
  }

  private static Map<String, String> environment(Assignment assignment, View view) {
    var key = assignment.attempt();
    var environment = new HashMap<String, String>();
    view.path().ifPresent(path -> environment.put("PATH", path));
    environment.put("HOME", view.home());
    environment.put("TMPDIR", view.temporary());
    environment.put("LANG", "C.UTF-8");
    environment.put("GODMODE_TASK", key.task().value());
    environment.put("GODMODE_ATTEMPT", String.valueOf(key.number()));
    environment.put("GODMODE_FENCE", String.valueOf(key.fence()));
    environment.put(ProcessGroup.MARK, key.toString());
    environment.put(TraceContext.VARIABLE, TraceContext.of(key).header());
    environment.put("GODMODE_NAME", assignment.name());
    environment.put("GODMODE_AGENT", assignment.agentType());
    environment.put("GODMODE_GOAL", assignment.goal());
    environment.put("GODMODE_WORKSPACE", view.work());
    environment.put("GODMODE_INPUTS", view.home() + "/inputs");
    environment.put("GODMODE_RESULT", view.home() + "/result");
    assignment
        .keep()
        .ifPresent(
            name -> {
              environment.put("GODMODE_AGENT_NAME", name);
              environment.put("GODMODE_SESSION", view.home() + "/session");
            });
    view.docs().ifPresent(docs -> environment.put("GODMODE_DOCS", docs));
    view.snapshot().ifPresent(root -> environment.put("GODMODE_SNAPSHOT", root));
    view.code().ifPresent(code -> environment.put("GODMODE_CODE", code));
    environment.putAll(assignment.env());
    return environment;
  }

  /**
   * Where the program finds whose word counts for control: where the worker has it. Only from
   * inside a container that cannot be seen, and it has a copy in its folder.
   */
  private static Optional<String> authority(Site site, Assignment assignment, Path folder)
      throws IOException {
    var own = site.door().authority();
    if (Files.notExists(own)) {
      return Optional.empty();
    }
    if (assignment.container().isEmpty()) {
      return Optional.of(own.toString());
    }
    var copy = folder.resolve(AUTHORITY);
    Files.deleteIfExists(copy);
    Files.copy(own, copy);
    return Optional.of(ContainerPlaces.HOME + "/" + AUTHORITY);
  }

  /** How the program reaches control, and what it shows there. */
  private static Map<String, String> door(Site site, View view) {
    var door = new HashMap<String, String>();
    door.put("GODMODE_CREDENTIAL", view.home() + "/" + CredentialFile.NAME);
    site.door()
        .address()
        .get()
        .ifPresent(
            at -> {
              door.put("GODMODE_URL", "https://" + at);
              door.put("GODMODE_BROKER", "https://" + at + "/api/v1/broker");
              door.put("GODMODE_MODELS", "https://" + at + "/v1");
            });
    return door;
  }

  /** By which it uses control's commands and tools; an image has no launcher of this machine. */
  private static Map<String, String> ownCommands(Site site) {
    return site.door()
        .gm()
        .map(
            gm ->
                Map.of(
                    "GODMODE_GM",
                    gm.toString(),
                    "GODMODE_JAVA_HOME",
                    System.getProperty("java.home")))
        .orElse(Map.of());
  }

  /**
   * A folder of the attempt's own: a link that a life before left may lead out of its container.
   */
  private static Path own(Path folder) throws IOException {
    if (Files.isSymbolicLink(folder)) {
      throw new IOException("%s is a link and must be a folder: delete it".formatted(folder));
    }
    return Files.createDirectories(folder);
  }

  /** Labels come from outside: they must not lead out of the folder. */
  private static String fileName(String label) {
    var clean = label.replaceAll("[^A-Za-z0-9._-]", "_");
    return clean.startsWith(".") ? "_" + clean : clean;
  }

  /**
   * Its own key to the fleet's models. Empty where its program has models of its own, reads its
   * credential itself, or cannot come to the door: from inside a container the node's loopback is
   * out of reach.
   */
  Optional<ModelDoor.Key> admitted(Assignment assignment, Doorway door) throws IOException {
    var isWanted =
        assignment.container().isEmpty()
            && AgentDriver.of(assignment.driver())
                .filter(driver -> Dialects.wantsDoor(driver, variables().keySet()))
                .isPresent();
    if (!isWanted || door.models().isEmpty()) {
      return Optional.empty();
    }
    var models = door.models().get();
    var key = models.admit(credentialFile());
    redaction.learn("key for models", key.secret());
    leaving.add(() -> models.dismiss(key));
    return Optional.of(key);
  }

  /** What an executor must know to start a check here, its errors among its output. */
  Launch launch(List<String> command) {
    return new Launch(attempt, command, place, plain, secret, true, false);
  }

  /** The same for the program itself. */
  Launch launch(List<String> command, Optional<ModelDoor.Key> models) {
    return launch(command, models.map(ModelDoor.Key::variables).orElse(Map.of()), false);
  }

  /** The same for a program that is spoken to. */
  Launch launch(Dialect.Opening opening) {
    return launch(opening.command(), opening.variables(), true);
  }

  private Launch launch(List<String> command, Map<String, String> more, boolean spokenTo) {
    var variables = new HashMap<>(plain);
    variables.putAll(more);
    return new Launch(attempt, command, place, variables, secret, false, spokenTo);
  }

  /** All of its environment; what is secret without its value. */
  Map<String, String> variables() {
    var all = new HashMap<>(plain);
    secret.keySet().forEach(name -> all.put(name, ""));
    return all;
  }

  /** Its workspace. */
  Path work() {
    return place.work();
  }

  /** Where its credential of the moment is, while it has one. */
  Path credentialFile() {
    return place.home().resolve(CredentialFile.NAME);
  }

  /** Its credential, which is not there yet. */
  CredentialFile credential(Consumer<WorkerMessage> tell) {
    return new CredentialFile(attempt, place.home(), redaction, tell);
  }

  /** Nothing of its secrets stays in its folder, and its key opens nothing any more. */
  void forgetSecrets() {
    leaving.forEach(Runnable::run);
    AttemptSecrets.forget(place.home());
  }

  Redaction redaction() {
    return redaction;
  }

  /** What the program left as its result, redacted and cut to its limit; empty when nothing. */
  String result() throws IOException {
    var file = place.home().resolve("result");
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return "";
    }
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(AttemptReport.RESULT_MAX_BYTES);
      return redaction.apply(new String(bytes, StandardCharsets.UTF_8));
    }
  }
}
