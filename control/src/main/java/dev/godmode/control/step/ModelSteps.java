package dev.godmode.control.step;

import dev.godmode.protocol.inference.Caller;
import dev.godmode.protocol.inference.ModelUse;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.StepKind;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Each call of a model, when it is over, is a step of the attempt that asked. */
public final class ModelSteps implements BiConsumer<Caller, ModelUse> {

  private final StepBook book;
  private final InstantSource clock;
  private final Supplier<String> ids;

  public ModelSteps(StepBook book, InstantSource clock, Supplier<String> ids) {
    this.book = book;
    this.clock = clock;
    this.ids = ids;
  }

  @Override
  public void accept(Caller caller, ModelUse call) {
    call.attempt().ifPresent(attempt -> book.note(step(attempt, call).within(caller.span())));
  }

  private Step step(AttemptKey attempt, ModelUse call) {
    var began = clock.instant().minus(call.took());
    return Step.over(
            attempt, "model-" + ids.get(), StepKind.MODEL, call.model(), call.provider(), began)
        .lasting(call.took(), call.failed() > 0)
        .costing(new Step.Spent(call.inputTokens(), call.outputTokens(), call.cost()));
  }
}
