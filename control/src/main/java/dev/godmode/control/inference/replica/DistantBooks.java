package dev.godmode.control.inference.replica;

import dev.godmode.control.inference.Books;
import dev.godmode.control.inference.ModelTable;
import dev.godmode.control.inference.PriceList;
import dev.godmode.control.inference.Purses;
import dev.godmode.control.inference.TokenUse;
import dev.godmode.control.inference.replica.ControlLine.Away;
import dev.godmode.protocol.inference.CallLine;
import dev.godmode.protocol.inference.CallNews;
import dev.godmode.protocol.inference.CallNews.Closed;
import dev.godmode.protocol.inference.CallNews.Kept;
import dev.godmode.protocol.inference.CallNews.Struck;
import dev.godmode.protocol.inference.Caller;
import dev.godmode.protocol.inference.ModelFault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Control's books, kept from afar. Where a budget limits a call, control is asked before it is
 * made; of all others it is told afterwards, many at once.
 */
public final class DistantBooks implements Books {

  private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

  private final ControlLine control;
  private final Reporter reporter;
  private final Supplier<String> ids;
  private final PriceList prices = new PriceList();

  /** Knows whom a budget limits; what is spent of it stands with control. */
  private final Purses budgets;

  public DistantBooks(
      ControlLine control, Reporter reporter, InstantSource clock, Supplier<String> ids) {
    this.control = control;
    this.reporter = reporter;
    this.ids = ids;
    this.budgets = new Purses(clock);
  }

  /** These prices and budgets from now on. */
  public void set(ModelTable table) {
    prices.set(table.prices());
    budgets.set(table.budgets());
  }

  @Override
  public boolean limits(Caller caller, String model) {
    return budgets.limit(caller) && prices.has(model);
  }

  @Override
  public Answer open(Intent intent) {
    if (reporter.isFull()) {
      return new Over(
          ModelFault.allDown("control could not be told of calls for too long", AGAIN_AFTER));
    }
    var call =
        new CallLine(
            ids.get(),
            intent.caller(),
            intent.model(),
            intent.provider(),
            intent.worst().input(),
            intent.worst().output(),
            intent.bytes());
    var refused = begun(call);
    return refused.isPresent() ? new Over(refused.get()) : new Opened(new DistantLine(call));
  }

  private Optional<ModelFault> begun(CallLine call) {
    if (!limits(call.caller(), call.model())) {
      reporter.add(new CallNews.Opened(call));
      return Optional.empty();
    }
    try {
      return control.begin(call);
    } catch (Away e) {
      // It may have been taken all the same.
      reporter.add(new Struck(call.id()));
      return Optional.of(
          ModelFault.allDown(
              "control cannot be asked what is left of the budget: " + e.getMessage(),
              AGAIN_AFTER));
    }
  }

  private final class DistantLine implements Line {

    private final CallLine call;

    DistantLine(CallLine call) {
      this.call = call;
    }

    @Override
    public void close(TokenUse use, boolean failed, Duration took) {
      reporter.add(new Closed(call, use.input(), use.output(), failed, took));
    }

    @Override
    public void strike() {
      reporter.add(new Struck(call.id()));
    }
  }

  @Override
  public void noteKept(Caller caller, String model) {
    reporter.add(new Kept(caller, model));
  }
}
