package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.control.document.CanonicalTree;
import dev.godmode.control.document.DocumentProblem;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.node.Node;
import dev.godmode.protocol.api.Documents.DocumentChange;
import dev.godmode.protocol.api.Documents.DocumentChanges;
import dev.godmode.protocol.api.Documents.DocumentTrouble;
import dev.godmode.protocol.api.Documents.DocumentsVerdict;
import dev.godmode.protocol.api.Documents.DocumentsView;
import dev.godmode.protocol.api.Documents.NodeDocuments;
import dev.godmode.protocol.api.Documents.NodeDocumentsList;
import dev.godmode.protocol.api.Documents.SnapshotDetail;
import dev.godmode.protocol.api.Documents.SnapshotList;
import dev.godmode.protocol.api.Documents.SnapshotView;
import dev.godmode.protocol.document.Document;
import dev.godmode.protocol.document.DocumentSnapshot;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.document.CanonicalDocuments;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The canonical documents, their snapshots, and how far those have come. */
public final class SnapshotRoutes {

  private static final String DOCUMENTS = "/api/v1/documents";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final int LISTED = 50;
  private static final int LISTED_MAX = 1_000;

  private final Orders orders;
  private final CanonicalDocuments documents;

  public SnapshotRoutes(Orders orders, CanonicalDocuments documents) {
    this.orders = orders;
    this.documents = documents;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(DOCUMENTS, "The newest snapshot, and what is left out of it")
            .needs(Scope.DOCUMENTS_READ)
            .answers(DocumentsView.class, _ -> view()),
        Route.get(DOCUMENTS + "/snapshots", "Snapshots, the newest first")
            .needs(Scope.DOCUMENTS_READ)
            .query("limit", Integer.class, "at most 1000, usually 50")
            .answers(SnapshotList.class, this::history),
        Route.get(DOCUMENTS + "/snapshots/{number}", "What was in a snapshot")
            .needs(Scope.DOCUMENTS_READ)
            .answers(SnapshotDetail.class, call -> detail(snapshot(call.path("number")))),
        Route.get(DOCUMENTS + "/text", "A document as control signed it")
            .needs(Scope.DOCUMENTS_READ)
            .query("path", String.class, "for example design_docs/fleet.md")
            .query("snapshot", Long.class, "its number; the newest when left out")
            .writes(TEXT, call -> call.send(TEXT, text(call))),
        Route.get(DOCUMENTS + "/diff", "What differs between two snapshots")
            .needs(Scope.DOCUMENTS_READ)
            .query("from", Long.class, "the older one's number")
            .query("to", Long.class, "the newest when left out")
            .answers(DocumentChanges.class, this::diff),
        Route.get(DOCUMENTS + "/nodes", "Which node has which snapshot")
            .needs(Scope.DOCUMENTS_READ)
            .answers(NodeDocumentsList.class, _ -> nodes()),
        Route.get(DOCUMENTS + "/verify", "Whether all that is kept is what control signed")
            .needs(Scope.DOCUMENTS_READ)
            .answers(DocumentsVerdict.class, _ -> verdict()));
  }

  private DocumentsView view() {
    return new DocumentsView(
        newest().map(SnapshotRoutes::detail),
        CanonicalTree.ROOTS,
        troubles(documents.library().problems()));
  }

  private Optional<DocumentSnapshot> newest() {
    return documents.library().newest().map(one -> one.snapshot());
  }

  private static List<DocumentTrouble> troubles(List<DocumentProblem> problems) {
    return problems.stream().map(one -> new DocumentTrouble(one.path(), one.why())).toList();
  }

  private static SnapshotView view(DocumentSnapshot one) {
    return new SnapshotView(one.mark(), one.at(), one.author(), one.documents().size());
  }

  private static SnapshotDetail detail(DocumentSnapshot one) {
    return new SnapshotDetail(view(one), one.documents());
  }

  private SnapshotList history(Call call) {
    var limit = (int) call.number("limit", LISTED, 1, LISTED_MAX);
    return new SnapshotList(
        documents.library().history(limit).stream().map(SnapshotRoutes::view).toList());
  }

  private DocumentSnapshot snapshot(String number) {
    return Optional.of(number)
        .filter(text -> text.matches("\\d{1,18}"))
        .flatMap(text -> documents.library().find(Long.parseLong(text)))
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "there is no snapshot '%s'; 'gm docs history' lists them".formatted(number)));
  }

  private DocumentSnapshot chosen(Call call, String name) {
    return call.query(name)
        .map(this::snapshot)
        .or(this::newest)
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "there is no snapshot yet: put documents into one of %s of the workspace"
                        .formatted(String.join(", ", CanonicalTree.ROOTS))));
  }

  private byte[] text(Call call) {
    var path = call.query("path").orElseThrow(() -> Refusal.invalid("say which document: ?path=…"));
    var snapshot = chosen(call, "snapshot");
    if (snapshot.document(path).isEmpty()) {
      throw Refusal.notFound(
          "there is no document '%s' in snapshot %d%s"
              .formatted(
                  path,
                  snapshot.mark().number(),
                  Spelling.hint(path, snapshot.documents().stream().map(Document::path).toList())));
    }
    return content(snapshot, path);
  }

  private byte[] content(DocumentSnapshot snapshot, String path) {
    return documents
        .library()
        .content(snapshot, path)
        .orElseThrow(
            () ->
                new Refusal(
                    500,
                    "damaged",
                    "%s of snapshot %d is not what control signed any more: 'gm docs verify' says more"
                        .formatted(path, snapshot.mark().number())));
  }

  private DocumentChanges diff(Call call) {
    var from =
        snapshot(call.query("from").orElseThrow(() -> Refusal.invalid("say from which: ?from=…")));
    var to = chosen(call, "to");
    var paths = new TreeSet<String>();
    from.documents().forEach(one -> paths.add(one.path()));
    to.documents().forEach(one -> paths.add(one.path()));
    var changes = new ArrayList<DocumentChange>();
    for (var path : paths) {
      change(from, to, path).ifPresent(changes::add);
    }
    return new DocumentChanges(from.mark().number(), to.mark().number(), changes);
  }

  private Optional<DocumentChange> change(DocumentSnapshot from, DocumentSnapshot to, String path) {
    var before = from.document(path);
    var after = to.document(path);
    if (before.map(Document::hash).equals(after.map(Document::hash))) {
      return Optional.empty();
    }
    var kind = before.isEmpty() ? "added" : after.isEmpty() ? "removed" : "changed";
    return Optional.of(
        new DocumentChange(
            path,
            kind,
            documents
                .diff()
                .unified(
                    path,
                    before.isEmpty() ? new byte[0] : content(from, path),
                    after.isEmpty() ? new byte[0] : content(to, path))));
  }

  private NodeDocumentsList nodes() {
    var members =
        orders
            .read(
                (Kernel kernel) ->
                    kernel.nodes().stream()
                        .filter(node -> node.state() != NodeState.REMOVED)
                        .sorted(Comparator.comparing(Node::name))
                        .toList())
            .join();
    return new NodeDocumentsList(
        members.stream()
            .flatMap(
                node ->
                    documents.reach().standing(node.id()).stream()
                        .map(standing -> new NodeDocuments(node.id(), node.name(), standing)))
            .toList());
  }

  private DocumentsVerdict verdict() {
    var problems = documents.library().verify();
    return new DocumentsVerdict(problems.isEmpty(), troubles(problems));
  }
}
