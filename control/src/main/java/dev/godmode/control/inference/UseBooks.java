package dev.godmode.control.inference;

import dev.godmode.protocol.inference.Caller;
import dev.godmode.protocol.inference.ModelUse;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Gathers what was asked of models, and brings it to the ledger in few words: a call is in no entry
 * of its own, but every call is in one.
 */
public final class UseBooks implements Books {

  public static final String CURRENCY = "USD";

  /** Stands for the provider of an answer that was kept; no provider can be called so. */
  static final String KEPT = "(kept)";

  /** Whose uses are told apart before they are told. */
  static final int KINDS_MAX = 1_000;

  private record Kind(String who, String model, String provider) {}

  private final Purses purses;
  private final BiConsumer<Caller, ModelUse> each;
  private final Function<ModelUse, CompletableFuture<?>> tell;
  private final PriceList prices = new PriceList();
  private Map<Kind, ModelUse> gathered = new LinkedHashMap<>();

  /**
   * Empty books.
   *
   * @param purses that calls are paid out of
   * @param each is told of every call by itself; it never waits
   * @param tell brings one entry to the ledger; it never waits, and fails when the entry is not
   *     there
   */
  public UseBooks(
      Purses purses,
      BiConsumer<Caller, ModelUse> each,
      Function<ModelUse, CompletableFuture<?>> tell) {
    this.purses = purses;
    this.each = each;
    this.tell = tell;
  }

  /** What models cost from now on. */
  public void price(List<Price> all) {
    prices.set(all);
  }

  /** What so many tokens of a model cost; zero when it has no price. */
  public BigDecimal cost(String model, TokenUse use) {
    return prices.cost(model, use);
  }

  @Override
  public boolean limits(Caller caller, String model) {
    return purses.limit(caller) && prices.has(model);
  }

  @Override
  public Answer open(Intent intent) {
    return switch (purses.reserve(intent.caller(), cost(intent.model(), intent.worst()))) {
      case Purses.Over(var fault) -> new Over(fault);
      case Purses.Held held -> new Opened(new PaidLine(intent, held));
    };
  }

  /** A line with what is set aside for it. */
  private final class PaidLine implements Line {

    private final Intent intent;
    private final Purses.Held held;

    PaidLine(Intent intent, Purses.Held held) {
      this.intent = intent;
      this.held = held;
    }

    @Override
    public void close(TokenUse use, boolean failed, Duration took) {
      var caller = intent.caller();
      gather(
          caller,
          new ModelUse(
              caller.who(),
              caller.attempt(),
              caller.agent(),
              caller.stream(),
              intent.model(),
              intent.provider(),
              1,
              failed ? 1 : 0,
              use.input(),
              use.output(),
              purses.settle(held, cost(intent.model(), use)),
              CURRENCY,
              took));
    }

    @Override
    public void strike() {
      var _ = purses.settle(held, BigDecimal.ZERO);
    }
  }

  @Override
  public void noteKept(Caller caller, String model) {
    gather(
        caller,
        new ModelUse(
            caller.who(),
            caller.attempt(),
            caller.agent(),
            caller.stream(),
            model,
            KEPT,
            1,
            0,
            0,
            0,
            BigDecimal.ZERO,
            CURRENCY,
            Duration.ZERO));
  }

  private void gather(Caller caller, ModelUse one) {
    each.accept(caller, one);
    if (add(one) && kinds() % KINDS_MAX == 0) {
      var _ = settle();
    }
  }

  /** True when it is the first of its kind. */
  private synchronized boolean add(ModelUse use) {
    var kind = new Kind(use.who(), use.model(), use.provider());
    var before = gathered.size();
    gathered.merge(kind, use, ModelUse::plus);
    return gathered.size() > before;
  }

  private synchronized int kinds() {
    return gathered.size();
  }

  /**
   * Tells what has gathered. What the ledger does not take is gathered again: it was paid.
   *
   * @return done when all of it is in the ledger, or here again; never fails
   */
  public CompletableFuture<Void> settle() {
    return CompletableFuture.allOf(
        taken().stream().map(this::told).toArray(CompletableFuture<?>[]::new));
  }

  private synchronized List<ModelUse> taken() {
    var all = List.copyOf(gathered.values());
    gathered = new LinkedHashMap<>();
    return all;
  }

  private CompletableFuture<Boolean> told(ModelUse use) {
    return tell.apply(use).handle((_, fault) -> fault != null && add(use));
  }
}
