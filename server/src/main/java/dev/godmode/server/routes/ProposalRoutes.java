package dev.godmode.server.routes;

import dev.godmode.audit.Audit;
import dev.godmode.control.access.Scope;
import dev.godmode.control.credential.AttemptClaims;
import dev.godmode.control.document.TextDiff;
import dev.godmode.kernel.Command.AcceptProposal;
import dev.godmode.kernel.Command.RejectProposal;
import dev.godmode.kernel.Proposed;
import dev.godmode.kernel.Reply;
import dev.godmode.protocol.api.Findings.FindingView;
import dev.godmode.protocol.api.Proposals.Acceptance;
import dev.godmode.protocol.api.Proposals.ProposalDetail;
import dev.godmode.protocol.api.Proposals.ProposalList;
import dev.godmode.protocol.api.Proposals.ProposalRequest;
import dev.godmode.protocol.api.Proposals.ProposalView;
import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.document.Proposal;
import dev.godmode.server.audit.FindingViews;
import dev.godmode.server.document.ProposalBox;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.identity.Principal;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Changes of documents that agents propose and people decide about. */
public final class ProposalRoutes {

  private static final String PROPOSALS = "/api/v1/proposals";
  private static final String PROPOSAL = PROPOSALS + "/{id}";

  /** JSON may write each character of a content in six. */
  private static final long BODY_MAX_BYTES = 6L * ProposalBox.CONTENT_MAX_BYTES + (64 << 10);

  private static final Because NOT_SAID = new Because(Optional.empty());

  private final Orders orders;
  private final ProposalBox box;
  private final Supplier<String> ids;
  private final Audit audit;

  public ProposalRoutes(Orders orders, ProposalBox box, Supplier<String> ids, InstantSource clock) {
    this.orders = orders;
    this.box = box;
    this.ids = ids;
    this.audit = new Audit(clock);
  }

  public List<Route> routes() {
    return List.of(
        Route.post(PROPOSALS, "Propose a change of a canonical document; a person decides")
            .needsOwn(Scope.DOCUMENTS_PROPOSE)
            .takes(ProposalRequest.class, BODY_MAX_BYTES)
            .creates(ProposalView.class, this::propose),
        Route.get(PROPOSALS, "Proposals that wait, and those decided last; oldest first")
            .needs(Scope.DOCUMENTS_READ)
            .answers(ProposalList.class, _ -> list()),
        Route.get(PROPOSAL, "A proposal with the exact change")
            .needs(Scope.DOCUMENTS_READ)
            .answers(ProposalDetail.class, call -> detail(known(call))),
        Route.post(PROPOSAL + "/accept", "Say yes to the payload that was shown; it is written")
            .needs(Scope.DOCUMENTS_DECIDE)
            .takes(Acceptance.class)
            .answers(Done.class, this::accept),
        Route.post(PROPOSAL + "/reject", "Say no")
            .needs(Scope.DOCUMENTS_DECIDE)
            .takes(Because.class)
            .answers(Done.class, this::reject));
  }

  private ProposalList list() {
    return new ProposalList(box.all().stream().map(ProposalRoutes::view).toList());
  }

  private static ProposalView view(Proposed one) {
    return new ProposalView(
        one.proposal(),
        one.proposal().payload(),
        one.state(),
        one.madeAt(),
        one.since(),
        one.by(),
        one.note());
  }

  private Proposed known(Call call) {
    var id = call.path("id");
    return box.find(id)
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "there is no proposal '%s'; 'gm proposals' lists them, the ledger has old ones"
                        .formatted(id)));
  }

  private ProposalDetail detail(Proposed one) {
    return new ProposalDetail(
        view(one),
        box.change(one.proposal()).orElse("(decided: what was proposed is not kept)\n"),
        one.state().isTerminal() ? Optional.empty() : box.conflict(one.proposal()),
        findings(one.proposal()));
  }

  /** Documents hold commands too: those of agents, of the roadmap's checks. */
  private List<FindingView> findings(Proposal proposal) {
    return box.texts(proposal).stream()
        .flatMap(texts -> audit.ofChange(proposal.path(), texts.before(), texts.after()).stream())
        .map(FindingViews::of)
        .toList();
  }

  private ProposalView propose(Call call) {
    var asked = call.body(ProposalRequest.class);
    var base = base(asked);
    var content = content(asked, base);
    if (base.filter(before -> Arrays.equals(before, content)).isPresent()) {
      throw Refusal.invalid(
          "this would change nothing: %s is like that already".formatted(asked.path()));
    }
    var proposal = proposal(call, asked, content);
    if (box.propose(proposal, content) instanceof Reply.Refused refused) {
      throw Refusal.of(refused);
    }
    return box.find(proposal.id()).map(ProposalRoutes::view).orElseThrow();
  }

  private Optional<byte[]> base(ProposalRequest asked) {
    return switch (box.look(asked.path(), asked.base())) {
      case ProposalBox.Possible(var content) -> content;
      case ProposalBox.Impossible(var why) -> throw Refusal.invalid(why);
      case ProposalBox.Moved(var why) -> throw Refusal.conflict(why);
    };
  }

  private byte[] content(ProposalRequest asked, Optional<byte[]> base) {
    if (asked.content().isPresent() == asked.diff().isPresent()) {
      throw Refusal.invalid("say 'content', or 'diff': one of the two");
    }
    var content =
        asked
            .content()
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .orElseGet(() -> patched(base, asked.diff().orElseThrow()));
    if (content.length > ProposalBox.CONTENT_MAX_BYTES) {
      throw Refusal.invalid(
          "what is proposed has %d bytes, and may have %d"
              .formatted(content.length, ProposalBox.CONTENT_MAX_BYTES));
    }
    return content;
  }

  private byte[] patched(Optional<byte[]> base, String diff) {
    return switch (box.patched(base, diff)) {
      case TextDiff.Clean(var content) -> content;
      case TextDiff.Broken(var why) -> throw Refusal.invalid("'diff': " + why);
    };
  }

  /** Whose it is stands in the credential, whatever a body says. */
  private Proposal proposal(Call call, ProposalRequest asked, byte[] content) {
    var why = asked.why().orElse("");
    if (why.length() > Proposal.WHY_MAX) {
      throw Refusal.invalid("'why' may have %d characters".formatted(Proposal.WHY_MAX));
    }
    var claims =
        call.principal() instanceof Principal.Holder(var held)
            ? Optional.of(held)
            : Optional.<AttemptClaims>empty();
    return new Proposal(
        ids.get(),
        asked.path(),
        asked.base(),
        ContentHash.of(content),
        content.length,
        call.by(),
        claims.map(held -> held.attempt().task()),
        claims.map(AttemptClaims::agent).orElse(""),
        why);
  }

  private Done accept(Call call) {
    var one = known(call);
    var yes = call.body(Acceptance.class);
    var order =
        new AcceptProposal(one.proposal().id(), yes.payload(), call.by(), yes.note().orElse(""));
    box.accept(call.cause(), one, order)
        .ifPresent(
            refused -> {
              throw Refusal.of(refused);
            });
    return new Done("%s is what was proposed now".formatted(one.proposal().path()));
  }

  private Done reject(Call call) {
    var one = known(call);
    var reason = call.bodyOr(Because.class, NOT_SAID).reason().orElse("");
    orders.carryOut(call.cause(), new RejectProposal(one.proposal().id(), call.by(), reason));
    box.sweep();
    return new Done("proposal %s is rejected".formatted(one.proposal().id()));
  }
}
