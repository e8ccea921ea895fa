package dev.godmode.control.trace;

import dev.godmode.control.step.Step;
import dev.godmode.control.step.Step.Spent;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.money.Money;
import dev.godmode.protocol.task.AgentWork;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.CheckResult;
import dev.godmode.protocol.task.Exchange;
import dev.godmode.protocol.task.StepKind;
import dev.godmode.protocol.trace.Span;
import dev.godmode.protocol.trace.SpanBuilder;
import dev.godmode.protocol.trace.SpanKind;
import dev.godmode.protocol.trace.TraceContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The spans of one attempt: its own, and what it did, each within what it is part of. */
public final class AttemptSpans {

  private final Task task;
  private final Attempt attempt;
  private final List<Step> steps;
  private final TraceContext at;
  private final Times whole;

  private AttemptSpans(Task task, Attempt attempt, List<Step> steps) {
    this.task = task;
    this.attempt = attempt;
    this.steps = steps;
    this.at = TraceContext.of(new AttemptKey(task.id(), attempt.number(), attempt.fence()));
    this.whole = new Times(attempt.leasedAt(), attempt.endedAt());
  }

  /**
   * All of them, the attempt's own first.
   *
   * @param steps that it took
   */
  public static List<Span> of(Task task, Attempt attempt, List<Step> steps) {
    var spans = new AttemptSpans(task, attempt, steps);
    return Stream.concat(Stream.of(spans.own()), spans.parts()).toList();
  }

  private Span own() {
    var told = attempt.report().flatMap(AttemptReport::agent).filter(_ -> !isMeasured());
    return SpanBuilder.builder()
        .at(at)
        .parent(Optional.of(TraceContext.of(task.id()).span()))
        .kind(SpanKind.ATTEMPT)
        .name("attempt " + attempt.number())
        .beganAt(whole.began())
        .endedAt(whole.ended())
        .failed(attempt.report().flatMap(report -> report.ending().cause()).isPresent())
        .facts(facts())
        .inputTokens(told.map(work -> work.tokens().input() + work.tokens().cached()))
        .outputTokens(told.map(work -> work.tokens().output()))
        .cost(told.flatMap(AgentWork::price).filter(this::isDollars).map(Money::amount))
        .build();
  }

  /** What the program tells of its use counts where control measured none, as in the ledger. */
  private boolean isMeasured() {
    return steps.stream().anyMatch(step -> step.spent().isPresent());
  }

  private boolean isDollars(Money price) {
    return price.currency().equals("USD");
  }

  private Map<String, String> facts() {
    var facts = new HashMap<String, String>();
    facts.put("agent", task.spec().agentType());
    facts.put("node", attempt.nodeName());
    facts.put("fence", String.valueOf(attempt.fence()));
    attempt
        .report()
        .ifPresent(
            report -> {
              facts.put("outcome", word(report.ending()));
              report.ending().cause().ifPresent(cause -> facts.put("cause", word(cause)));
              report.exitCode().ifPresent(code -> facts.put("exit_code", String.valueOf(code)));
            });
    return facts;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private Stream<Span> parts() {
    return Stream.of(
            Stream.of(ready()),
            steps.stream().map(this::step),
            attempt.exchanges().stream().map(this::question),
            checks().stream())
        .flatMap(part -> part)
        .sorted(Comparator.comparing(Span::beganAt));
  }

  private Span ready() {
    var times = new Times(whole.began(), attempt.startedAt());
    return part("ready", SpanKind.READY, times, Map.of()).name("gets ready").build();
  }

  private Span step(Step step) {
    var times = new Times(step.beganAt(), step.endedAt());
    // What else is told of a step may be what a program was given.
    var facts =
        step.kind() == StepKind.MODEL
            ? Map.of("provider", step.detail())
            : Map.<String, String>of();
    return part("step " + step.id(), kind(step.kind()), times, facts)
        .parent(step.within().or(() -> Optional.of(at.span())))
        .name(step.name())
        .failed(step.failed())
        .inputTokens(step.spent().map(Spent::input))
        .outputTokens(step.spent().map(Spent::output))
        .cost(step.spent().map(Spent::cost))
        .build();
  }

  private static SpanKind kind(StepKind kind) {
    return switch (kind) {
      case MODEL -> SpanKind.MODEL;
      case TOOL -> SpanKind.TOOL;
      case FLEET -> SpanKind.FLEET;
    };
  }

  private Span question(Exchange exchange) {
    var times = new Times(exchange.askedAt(), exchange.answeredAt());
    return part("question " + exchange.question(), SpanKind.QUESTION, times, Map.of())
        .name("asks a person")
        .build();
  }

  /** They ran one after the other until the end: how long each took is known, and not when. */
  private List<Span> checks() {
    var spans = new ArrayList<Span>();
    var results = attempt.report().map(AttemptReport::checks).orElse(List.of());
    var end = whole.ended().orElse(whole.began());
    for (var i = results.size() - 1; i >= 0; i--) {
      spans.add(check(i, results.get(i), end));
      end = spans.getLast().beganAt();
    }
    return spans.reversed();
  }

  private Span check(int index, CheckResult result, Instant end) {
    var times = Times.of(end.minus(result.took()), end);
    return part("check " + index, SpanKind.CHECK, times, Map.of())
        .name(result.name())
        .failed(!result.passed())
        .build();
  }

  private SpanBuilder part(String name, SpanKind kind, Times told, Map<String, String> facts) {
    var times = told.within(whole);
    return SpanBuilder.builder()
        .at(at.child(name))
        .parent(Optional.of(at.span()))
        .kind(kind)
        .beganAt(times.began())
        .endedAt(times.ended())
        .facts(facts)
        .moved(Optional.of(told.movedTo(times)).filter(far -> !far.isZero()));
  }
}
