package dev.godmode.server.document;

import static java.lang.System.Logger.Level.INFO;

import dev.godmode.control.document.CanonicalFile;
import dev.godmode.control.document.DocumentLibrary;
import dev.godmode.control.document.ProposedContents;
import dev.godmode.control.document.TextDiff;
import dev.godmode.control.engine.Engine;
import dev.godmode.kernel.Command.AcceptProposal;
import dev.godmode.kernel.Command.ProposeChange;
import dev.godmode.kernel.Command.SettleProposal;
import dev.godmode.kernel.Proposed;
import dev.godmode.kernel.Reply;
import dev.godmode.protocol.document.Proposal;
import dev.godmode.protocol.document.ProposalState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is proposed: keeps the contents, shows what would change, and writes what a person has
 * accepted. Whether something may be proposed or accepted is the kernel's to say; this one knows
 * the files.
 *
 * <p>An acceptance is durable before the file is written, and the file before that is noted. A
 * control that dies in between finds the proposal accepted, and goes on from there.
 */
public final class ProposalBox {

  /** Of a content that is proposed: a person must be able to look at it. */
  public static final int CONTENT_MAX_BYTES = 512 << 10;

  private static final System.Logger LOG = System.getLogger(ProposalBox.class.getName());
  private static final String CONTROL = "control";
  private static final int HISTORY_MAX = 200;

  private final Path workspace;
  private final Engine engine;
  private final ProposedContents contents;
  private final DocumentLibrary library;
  private final TextDiff diff;

  public ProposalBox(
      Path workspace,
      Engine engine,
      ProposedContents contents,
      DocumentLibrary library,
      TextDiff diff) {
    this.workspace = workspace;
    this.engine = engine;
    this.contents = contents;
    this.library = library;
    this.diff = diff;
  }

  /** The ones the kernel remembers, oldest first. */
  public List<Proposed> all() {
    return engine.read(kernel -> kernel.fleet().canon().proposals()).join();
  }

  public Optional<Proposed> find(String id) {
    return all().stream().filter(one -> one.proposal().id().equals(id)).findFirst();
  }

  /** What comes of looking at a wish. */
  public sealed interface Look {}

  /** It can be proposed. */
  public record Possible(Optional<byte[]> base) implements Look {}

  /** It cannot be, wherever it stands. */
  public record Impossible(String why) implements Look {}

  /** The document is not what the wish begins with. */
  public record Moved(String why) implements Look {}

  /** Whether a wish fits to the document as it is. */
  public Look look(String path, Optional<String> base) {
    return switch (CanonicalFile.of(workspace, path)) {
      case CanonicalFile.Bad(var why) -> new Impossible(why);
      case CanonicalFile.Good(var file) -> {
        var content = file.content();
        yield moved(path, base, file.hash()).<Look>map(Moved::new).orElse(new Possible(content));
      }
    };
  }

  private static Optional<String> moved(String path, Optional<String> base, Optional<String> now) {
    if (base.equals(now)) {
      return Optional.empty();
    }
    return Optional.of(
        now.isEmpty()
            ? "%s is not there any more: propose it without a base, as a new document"
                .formatted(path)
            : base.isEmpty()
                ? "%s is there already: its hash is %s; say it as the base"
                    .formatted(path, now.get())
                : "%s has changed since: its hash is %s now, not %s; read it again and propose anew"
                    .formatted(path, now.get(), base.get()));
  }

  /** A text with a diff applied to it. */
  public TextDiff.Patched patched(Optional<byte[]> base, String text) {
    return diff.apply(base, text);
  }

  /** Keeps what is proposed, and hands the proposal in. */
  public synchronized Reply propose(Proposal proposal, byte[] content) {
    contents.keep(content);
    var reply = engine.submit(proposal.author(), new ProposeChange(proposal)).join();
    sweep();
    return reply;
  }

  /**
   * A document as it was and as it should be.
   *
   * @param before empty for a new one
   */
  public record Texts(Optional<String> before, String after) {}

  /** Both; empty when what was proposed is not kept. */
  public Optional<Texts> texts(Proposal proposal) {
    return contents
        .find(proposal.content())
        .map(after -> new Texts(proposal.base().map(_ -> text(base(proposal))), text(after)));
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }

  /** What would change, as a unified diff from the base. */
  public Optional<String> change(Proposal proposal) {
    return contents
        .find(proposal.content())
        .map(after -> diff.unified(proposal.path(), base(proposal), after));
  }

  private byte[] base(Proposal proposal) {
    if (proposal.base().isEmpty()) {
      return new byte[0];
    }
    var hash = proposal.base().get();
    return library
        .content(hash)
        .or(
            () ->
                file(proposal)
                    .filter(file -> file.hash().equals(proposal.base()))
                    .flatMap(CanonicalFile::content))
        .or(() -> older(proposal.path(), hash))
        .orElseGet(
            () ->
                "(the text that this was made from is not kept)\n"
                    .getBytes(StandardCharsets.UTF_8));
  }

  private Optional<byte[]> older(String path, String hash) {
    return library.history(HISTORY_MAX).stream()
        .filter(one -> one.document(path).filter(doc -> doc.hash().equals(hash)).isPresent())
        .findFirst()
        .flatMap(one -> library.content(one, path));
  }

  private Optional<CanonicalFile> file(Proposal proposal) {
    return CanonicalFile.of(workspace, proposal.path()) instanceof CanonicalFile.Good(var file)
        ? Optional.of(file)
        : Optional.empty();
  }

  /** Why it could not be applied now; empty when it could. */
  public Optional<String> conflict(Proposal proposal) {
    if (contents.find(proposal.content()).isEmpty()) {
      return Optional.of(
          "what was proposed is not on this control, or is not what it was: it can only be rejected");
    }
    return switch (look(proposal.path(), proposal.base())) {
      case Possible _ -> Optional.empty();
      case Moved(var why) -> Optional.of(why);
      case Impossible(var why) -> Optional.of(why);
    };
  }

  /**
   * A person says yes to what they saw.
   *
   * @param cause the person, as the journal names them
   * @return a refusal, or why it could not be written after all; empty when the document is changed
   */
  public synchronized Optional<Reply.Refused> accept(
      String cause, Proposed one, AcceptProposal yes) {
    var wrong =
        one.state() == ProposalState.OPEN ? conflict(one.proposal()) : Optional.<String>empty();
    if (wrong.isPresent() && one.proposal().payload().equals(yes.payload())) {
      return Optional.of(new Reply.Refused(Reply.Code.CONFLICT, wrong.get()));
    }
    if (engine.submit(cause, yes).join() instanceof Reply.Refused refused) {
      return Optional.of(refused);
    }
    return write(one.proposal(), yes.by())
        .map(why -> new Reply.Refused(Reply.Code.CONFLICT, "accepted, but not written: " + why));
  }

  /** Writes what is accepted and not written yet: control may have died there. */
  public synchronized void resume() {
    all().stream()
        .filter(one -> one.state() == ProposalState.ACCEPTED)
        .forEach(
            one -> {
              var _ = write(one.proposal(), one.by());
            });
  }

  /** Writes it, unless it is written, and notes which it was. */
  private Optional<String> write(Proposal proposal, String by) {
    var file = file(proposal);
    var written =
        file.filter(one -> one.hash().equals(Optional.of(proposal.content()))).isPresent();
    var wrong = written ? Optional.<String>empty() : conflict(proposal);
    if (!written && wrong.isEmpty()) {
      file.orElseThrow().write(contents.find(proposal.content()).orElseThrow());
      LOG.log(
          INFO,
          "document changed path={0} proposal={1} by={2}",
          proposal.path(),
          proposal.id(),
          by);
    }
    engine.submit(CONTROL, new SettleProposal(proposal.id(), wrong)).join();
    if (wrong.isEmpty()) {
      library.takeNow("%s, by proposal %s of %s".formatted(by, proposal.id(), proposal.author()));
    }
    sweep();
    return wrong;
  }

  /** What is decided is in the repository, or nowhere. */
  public synchronized void sweep() {
    contents.keepOnly(
        all().stream()
            .filter(one -> !one.state().isTerminal())
            .map(one -> one.proposal().content())
            .collect(Collectors.toSet()));
  }
}
