package dev.godmode.control.inference;

import dev.godmode.protocol.inference.ModelUse;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
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
public final class UseBooks {

  public static final String CURRENCY = "USD";

  /** Stands for the provider of an answer that was kept; no provider can be called so. */
  static final String KEPT = "(kept)";

  /** Whose uses are told apart before they are told. */
  static final int KINDS_MAX = 1_000;

  private record Kind(String who, String model, String provider) {}

  private static final TokenUse ONE_TOKEN = new TokenUse(1, 1);

  private final Purses purses;
  private final BiConsumer<Caller, ModelUse> each;
  private final Function<ModelUse, CompletableFuture<?>> tell;
  private volatile List<Price> prices = List.of();
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

  /** What models cost from now on; the longest name that fits counts. */
  public void price(List<Price> all) {
    prices =
        all.stream()
            .sorted(Comparator.comparingInt((Price price) -> price.model().length()).reversed())
            .toList();
  }

  /** What so many tokens of a model cost; zero when it has no price. */
  public BigDecimal cost(String model, TokenUse use) {
    return prices.stream()
        .filter(price -> price.isFor(model))
        .findFirst()
        .map(price -> price.of(use))
        .orElse(BigDecimal.ZERO);
  }

  /** Whether what somebody's calls of a model cost is limited. */
  boolean limits(Caller caller, String model) {
    return purses.limit(caller) && cost(model, ONE_TOKEN).signum() > 0;
  }

  /** Sets the worst case of a call aside. */
  Purses.Answer reserve(Caller caller, String model, TokenUse worst) {
    return purses.reserve(caller, cost(model, worst));
  }

  /** A call that was never carried out costs nothing. */
  void release(Purses.Held held) {
    var _ = purses.settle(held, BigDecimal.ZERO);
  }

  void note(Caller caller, Call call, TokenUse use, boolean failed) {
    var one =
        new ModelUse(
            caller.who(),
            caller.attempt(),
            caller.agent(),
            caller.stream(),
            call.model(),
            call.provider(),
            1,
            failed ? 1 : 0,
            use.input(),
            use.output(),
            purses.settle(call.held(), cost(call.model(), use)),
            CURRENCY,
            call.took());
    gather(caller, one);
  }

  /** A call that was answered from what is kept: no provider was asked, and nothing is paid. */
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

  /** A call that is over. */
  record Call(String model, String provider, Duration took, Purses.Held held) {}

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
