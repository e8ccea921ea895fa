package dev.godmode.server.memory;

import dev.godmode.control.access.Scope;
import dev.godmode.control.memory.summary.OldGroup;
import dev.godmode.control.memory.summary.OldRule;
import dev.godmode.control.memory.summary.Summaries;
import dev.godmode.control.memory.summary.Summaries.LeftAlone;
import dev.godmode.control.memory.summary.Summaries.NotNow;
import dev.godmode.control.memory.summary.Summaries.SummedUp;
import dev.godmode.control.memory.summary.Summaries.Way;
import dev.godmode.protocol.api.MemoryViews.OldMemories;
import dev.godmode.protocol.api.MemoryViews.Tidied;
import dev.godmode.protocol.api.MemoryViews.Tidy;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Route;
import java.util.List;
import java.util.Optional;

/** Old memories that a person has brought together, a group at a time. */
final class TidyRoutes {

  private final Summaries summaries;
  private final ScopeNames names;

  TidyRoutes(Summaries summaries, ScopeNames names) {
    this.summaries = summaries;
    this.names = names;
  }

  List<Route> routes() {
    return List.of(
        Route.post(
                "/api/v1/memory/tidy",
                "Sum up the largest group of old memories, or say which groups there are")
            .needs(Scope.MEMORY_WRITE)
            .takes(Tidy.class)
            .answers(Tidied.class, this::tidy));
  }

  private Tidied tidy(Call call) {
    var asked = call.body(Tidy.class);
    var asker = MemoryRoutes.asker(call);
    var due =
        summaries.due(
            new OldRule(
                names.scope(asker, asked.scope()),
                asked.olderThan().orElse(OldRule.USUAL_AGE),
                asked.atLeast().orElse(OldRule.USUAL_LEAST)));
    var groups = due.stream().map(this::view).toList();
    if (asked.model().isEmpty() || due.isEmpty()) {
      return new Tidied(groups, Optional.empty(), Optional.empty());
    }
    var way = new Way(asked.model().get(), asked.forgetAfter());
    return switch (summaries.sumUp(asker, due.getFirst(), way)) {
      case SummedUp(var summary) ->
          new Tidied(groups, Optional.of(names.view(summary)), Optional.empty());
      case LeftAlone(var why) -> new Tidied(groups, Optional.empty(), Optional.of(why));
      case NotNow(var why, _) -> new Tidied(groups, Optional.empty(), Optional.of(why));
    };
  }

  private OldMemories view(OldGroup group) {
    var memories = group.memories();
    return new OldMemories(
        names.word(group.scope()),
        group.stream(),
        group.tag(),
        group.ids(),
        memories.getFirst().from().at(),
        memories.getLast().from().at());
  }
}
