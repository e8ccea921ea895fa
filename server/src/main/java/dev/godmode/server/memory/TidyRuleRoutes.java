package dev.godmode.server.memory;

import dev.godmode.control.access.Scope;
import dev.godmode.control.inference.cache.CachedGateway;
import dev.godmode.control.memory.summary.OldRule;
import dev.godmode.control.memory.summary.Summaries.Way;
import dev.godmode.control.memory.summary.Tidier;
import dev.godmode.control.memory.summary.TidyRule;
import dev.godmode.control.memory.summary.TidyRules.Standing;
import dev.godmode.protocol.api.MemoryViews.NewTidyRule;
import dev.godmode.protocol.api.MemoryViews.TidyRuleList;
import dev.godmode.protocol.api.MemoryViews.TidyRuleSet;
import dev.godmode.protocol.api.MemoryViews.TidyRuleView;
import dev.godmode.protocol.api.MemoryViews.TidyTurnView;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Which scopes are kept tidy by themselves, and how. */
final class TidyRuleRoutes {

  private static final String RULES = "/api/v1/memory/tidy/rules";

  private final Tidier tidier;
  private final CachedGateway models;
  private final ScopeNames names;
  private final InstantSource clock;

  TidyRuleRoutes(Tidier tidier, CachedGateway models, ScopeNames names, InstantSource clock) {
    this.tidier = tidier;
    this.models = models;
    this.names = names;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get(RULES, "Scopes that are kept tidy by themselves, and how each stands")
            .needs(Scope.MEMORY_READ)
            .answers(TidyRuleList.class, _ -> list()),
        Route.post(RULES, "Keep a scope tidy from now on")
            .needs(Scope.MEMORY_WRITE)
            .takes(NewTidyRule.class)
            .answers(TidyRuleSet.class, this::set),
        Route.delete(RULES + "/{+scope}", "Keep a scope tidy no more")
            .needs(Scope.MEMORY_WRITE)
            .does(this::remove));
  }

  private TidyRuleList list() {
    return new TidyRuleList(tidier.standings().stream().map(this::view).toList());
  }

  private TidyRuleSet set(Call call) {
    var wanted = call.body(NewTidyRule.class);
    var asker = MemoryRoutes.asker(call);
    var rule =
        new TidyRule(
            new OldRule(
                names.scope(asker, wanted.scope()),
                wanted.olderThan().orElse(OldRule.USUAL_AGE),
                wanted.atLeast().orElse(OldRule.USUAL_LEAST)),
            new Way(wanted.model(), wanted.forgetAfter()),
            wanted.every().orElse(TidyRule.USUAL_EVERY),
            asker.name(),
            clock.instant());
    models
        .unknown(wanted.model())
        .ifPresent(
            fault -> {
              throw Refusal.invalid(fault.words());
            });
    var before = Refusal.unless(tidier.set(rule));
    return new TidyRuleSet(
        view(new Standing(rule, rule.since(), Optional.empty())), before.isPresent());
  }

  /** By its name in the list: a machine that is no more has none but its id. */
  private void remove(Call call) {
    var word = call.path("scope");
    var scopes = tidier.standings().stream().map(one -> one.rule().scope()).toList();
    var scope =
        scopes.stream()
            .filter(one -> names.word(one).equals(word))
            .findFirst()
            .orElseThrow(() -> none(word, scopes.stream().map(names::word).toList()));
    tidier.remove(scope);
  }

  private static Refusal none(String word, List<String> known) {
    return Refusal.notFound(
        "%s is not kept tidy by itself%s: gm memory tidy lists what is"
            .formatted(word, Spelling.hint(word, known)));
  }

  private TidyRuleView view(Standing standing) {
    var rule = standing.rule();
    return new TidyRuleView(
        names.word(rule.scope()),
        rule.way().model(),
        rule.every(),
        rule.old().olderThan(),
        rule.old().atLeast(),
        rule.way().forgottenAfter(),
        rule.by(),
        rule.since(),
        standing.next(),
        standing.last().map(turn -> new TidyTurnView(turn.at(), turn.summaries(), turn.trouble())));
  }
}
