package dev.godmode.server;

import static java.util.Map.entry;

import dev.godmode.protocol.service.FromNode;
import dev.godmode.protocol.service.ToNode;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.WorkerMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What each message of a worker's stream takes to count; a message without a row is a fault. */
final class StreamMatrix {

  /**
   * When a message counts, and what comes of one that does not.
   *
   * @param when for control's messages: when the worker heeds it
   */
  private record Row(String when, String otherwise) {}

  private static final String OWN = "the attempt is leased to this node under that fence";
  private static final String NODE = "it is about this node itself";
  private static final String NEVER = "cannot be: the node is the certificate's, whatever is said";
  private static final String FENCED = "the node is told to kill that attempt";
  private static final String NOT_TOLD = "refused, with why; nothing is handed out";

  private static final Map<Class<?>, Row> OF_WORKERS =
      Map.ofEntries(
          entry(
              WorkerMessage.Hello.class,
              new Row(
                  "it is the first one, in control's version, and the certificate is that of a node in the fleet",
                  "the stream is closed")),
          entry(
              WorkerMessage.Heartbeat.class,
              new Row(NODE + "; of the attempts it names, those leased to it", FENCED)),
          entry(WorkerMessage.Equipped.class, new Row(NODE, NEVER)),
          entry(WorkerMessage.Started.class, new Row(OWN, FENCED)),
          entry(
              WorkerMessage.CredentialWanted.class,
              new Row(OWN + ", and its credential was not revoked", NOT_TOLD)),
          entry(
              WorkerMessage.SecretsWanted.class,
              new Row(OWN + ", and the policy grants it every secret that it names", NOT_TOLD)),
          entry(WorkerMessage.Progress.class, new Row(OWN, "nothing")),
          entry(WorkerMessage.Asked.class, new Row(OWN, FENCED)),
          entry(WorkerMessage.AskedNoMore.class, new Row(OWN, "nothing")),
          entry(WorkerMessage.CheckoutWanted.class, new Row(OWN, NOT_TOLD)),
          entry(
              WorkerMessage.Changed.class,
              new Row("the attempt is or was leased to this node", "not kept")),
          entry(
              WorkerMessage.Logged.class,
              new Row("the attempt is or was leased to this node", "not kept")),
          entry(
              WorkerMessage.Stepped.class,
              new Row("the attempt is or was leased to this node", "not kept")),
          entry(
              WorkerMessage.Ended.class,
              new Row(OWN, "kept for the record under the node's name, and decides nothing")),
          entry(
              WorkerMessage.ManifestWanted.class,
              new Row("it names the newest snapshot: every node may have all of it", "no answer")),
          entry(
              WorkerMessage.PieceWanted.class,
              new Row("the newest snapshot holds the piece", NOT_TOLD)),
          entry(WorkerMessage.DocumentsHeld.class, new Row(NODE, NEVER)),
          entry(WorkerMessage.CodeHeld.class, new Row(NODE, NEVER)),
          entry(WorkerMessage.Leaving.class, new Row(NODE, NEVER)));

  private static final String RUNS = "it has that attempt, under that fence";
  private static final String ALWAYS = "always";
  private static final String UNREAD = "nothing";

  private static final Map<Class<?>, Row> OF_CONTROL =
      Map.ofEntries(
          entry(ControlMessage.Welcome.class, new Row(ALWAYS, UNREAD)),
          entry(
              ControlMessage.Assign.class,
              new Row(
                  "it does not have that attempt yet", "it runs once, however often it is said")),
          entry(ControlMessage.Stop.class, new Row(RUNS, UNREAD)),
          entry(ControlMessage.Fence.class, new Row(RUNS, UNREAD)),
          entry(ControlMessage.Credential.class, new Row(RUNS + "; a secret", UNREAD)),
          entry(ControlMessage.NoCredential.class, new Row(RUNS, UNREAD)),
          entry(ControlMessage.Secrets.class, new Row(RUNS + "; holds secrets", UNREAD)),
          entry(ControlMessage.NoSecrets.class, new Row(RUNS, UNREAD)),
          entry(
              ControlMessage.Answered.class,
              new Row(RUNS + ", and its program asked that", UNREAD)),
          entry(ControlMessage.CheckedOut.class, new Row(RUNS, UNREAD)),
          entry(ControlMessage.NoCheckout.class, new Row(RUNS, UNREAD)),
          entry(
              ControlMessage.Confirm.class,
              new Row("it has a report of that attempt, under that fence", "the report is kept")),
          entry(
              ControlMessage.LogConfirm.class,
              new Row("it has that attempt's log, under that fence", UNREAD)),
          entry(
              ControlMessage.Controls.class,
              new Row(
                  "always; each control it names has to show the same authority when it is dialled",
                  "not dialled again")),
          entry(
              ControlMessage.CodeNamed.class,
              new Row(
                  "always; files that somebody changed stay", "control is told, and the ledger")),
          entry(
              ControlMessage.NewestDocuments.class,
              new Row("it is newer than what it has", "not pulled; an older one is told")),
          entry(
              ControlMessage.Manifest.class,
              new Row(
                  "signed by the authority that the join code named, and newer than what it has",
                  "not used; control is told, and the ledger")),
          entry(
              ControlMessage.Piece.class,
              new Row("it asked for it, and the whole has its hash", "not used; told")),
          entry(ControlMessage.NoPiece.class, new Row("it asked for it", UNREAD)),
          entry(ControlMessage.Dismiss.class, new Row(ALWAYS, UNREAD)));

  private static final String LINE = "it was asked on that line, and this is next";
  private static final String CUT = "the connection is closed, and what it carries with it";

  private static final Map<Class<?>, Row> OF_SERVICES =
      Map.ofEntries(
          entry(
              FromNode.Offered.class,
              new Row(
                  NODE
                      + "; 16 services at most, of names and addresses that are plain; asked only where no provider of a person's has the model",
                  CUT)),
          entry(FromNode.Begun.class, new Row(LINE, CUT)),
          entry(FromNode.NotReached.class, new Row(LINE, CUT)),
          entry(FromNode.Ended.class, new Row(LINE, CUT)),
          entry(FromNode.BrokeOff.class, new Row(LINE, CUT)));

  private static final Map<Class<?>, Row> TO_SERVICES =
      Map.ofEntries(
          entry(ToNode.LineWanted.class, new Row("fewer than 256 lines are open", "nothing")),
          entry(
              ToNode.Ask.class,
              new Row(
                  "the node offers that service, which is on its loopback; holds no key",
                  "not passed on, and control is told")));

  private StreamMatrix() {}

  /** A table's lines for what workers say, in the order of the protocol. */
  static String ofWorkers() {
    return lines(WorkerMessage.class, OF_WORKERS);
  }

  /** And for what control says. */
  static String ofControl() {
    return lines(ControlMessage.class, OF_CONTROL);
  }

  /** What nodes say about their services, on connections of their own. */
  static String ofServices() {
    return lines(FromNode.class, OF_SERVICES);
  }

  /** And what control says there. */
  static String toServices() {
    return lines(ToNode.class, TO_SERVICES);
  }

  private static String lines(Class<?> kind, Map<Class<?>, Row> rows) {
    return messages(kind)
        .map(
            type -> {
              var row = row(type, rows);
              return "| `%s` | %s | %s |"
                  .formatted(type.getSimpleName(), row.when(), row.otherwise());
            })
        .collect(Collectors.joining("\n"));
  }

  private static Row row(Class<?> message, Map<Class<?>, Row> rows) {
    return Optional.ofNullable(rows.get(message))
        .orElseThrow(
            () ->
                new AssertionError(
                    "%s has no row: say here when it counts, and test that it does not otherwise"
                        .formatted(message.getName())));
  }

  /** All that a worker can say. */
  static List<Class<?>> workerMessages() {
    return messages(WorkerMessage.class).toList();
  }

  private static Stream<Class<?>> messages(Class<?> kind) {
    return kind.isSealed()
        ? Arrays.stream(kind.getPermittedSubclasses()).flatMap(StreamMatrix::messages)
        : Stream.of(kind);
  }
}
