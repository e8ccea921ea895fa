package dev.godmode.control.inference;

import dev.godmode.control.inference.ModelServer.Answer;
import dev.godmode.control.inference.ModelServer.Answered;
import dev.godmode.control.inference.ModelServer.Ask;
import dev.godmode.control.inference.ModelServer.Lost;
import dev.godmode.control.inference.ModelServer.NotSent;
import dev.godmode.control.inference.Providers.Place;
import dev.godmode.control.inference.dialect.Conversation;
import dev.godmode.control.inference.dialect.Origin;
import dev.godmode.control.inference.dialect.Question;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.protocol.inference.Caller;
import dev.godmode.protocol.inference.ModelFault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Asks a model for somebody: finds a provider, asks it, brings the answer back. */
public final class Gateway {

  /** Providers that are tried for one question. */
  static final int TRIES_MAX = 3;

  /** Most bytes of an answer that comes as a whole. */
  static final int ANSWER_MAX_BYTES = 32 << 20;

  /** Calls at once, of all together. */
  public static final int CALLS_MAX = 2_000;

  private static final int COMPLAINT_MAX_BYTES = 64 << 10;
  private static final int COMPLAINT_MAX_CHARACTERS = 500;
  private static final Duration COMPLAINT_PATIENCE = Duration.ofSeconds(5);
  private static final Duration BUSY_PAUSE = Duration.ofSeconds(5);

  /**
   * A question.
   *
   * @param body as the client sent it
   * @param bytes of it on the wire
   * @param headers that a provider of the same dialect should see
   */
  public record Asked(Question question, ObjectNode body, int bytes, Map<String, String> headers) {

    /** Whether the answer is to come event by event. */
    public boolean streams() {
      return Conversation.streams(question, body);
    }
  }

  /** What comes of it. */
  public sealed interface Reply {}

  public record Refused(ModelFault fault) implements Reply {}

  /** The whole answer, JSON in the client's dialect. */
  public record Whole(String provider, ByteBuffer body) implements Reply {

    /** The answer as it goes over the wire. */
    public byte[] bytes() {
      var all = new byte[body.remaining()];
      body.duplicate().get(all);
      return all;
    }
  }

  /** The answer comes event by event; the caller closes it. */
  public record Streaming(AnswerStream stream) implements Reply {}

  /**
   * A question on its way to a provider.
   *
   * @param prefix what providers may have read of it before
   */
  private record Call(Caller caller, Asked asked, PrefixBlocks prefix) {}

  /** What came of one try. */
  private sealed interface Tried {}

  private record Final(Reply reply) implements Tried {}

  /** Nothing was carried out: another may be asked. */
  private record Elsewhere(ModelFault fault) implements Tried {}

  private final Providers providers;
  private final ModelServer server;
  private final Keys keys;
  private final Books books;
  private final Supplier<Origin> origins;

  public Gateway(
      Providers providers, ModelServer server, Keys keys, Books books, Supplier<Origin> origins) {
    this.providers = providers;
    this.server = server;
    this.keys = keys;
    this.books = books;
    this.origins = origins;
  }

  /** Asks, and waits until an answer begins or it is known why there is none. */
  public Reply call(Caller caller, Asked asked) {
    var name = asked.body().path("model");
    if (!name.isString() || name.stringValue().isBlank()) {
      return new Refused(ModelFault.invalid("'model' is missing: the name of a model"));
    }
    var places = providers.of(name.stringValue());
    if (places.isEmpty()) {
      return new Refused(providers.unknown(name.stringValue()));
    }
    if (providers.outstanding() >= CALLS_MAX) {
      return new Refused(
          ModelFault.busy("%d calls are under way already".formatted(CALLS_MAX), BUSY_PAUSE));
    }
    return call(caller, asked, places);
  }

  private Reply call(Caller caller, Asked asked, List<Place> places) {
    Optional<ModelFault> last = Optional.empty();
    var prefix =
        places.size() == 1
            ? PrefixBlocks.NONE // there is nothing to choose
            : PrefixBlocks.of(places.getFirst().model(), asked.body());
    var call = new Call(caller, asked, prefix);
    for (var place : Preference.order(places, prefix).stream().limit(TRIES_MAX).toList()) {
      switch (tryAt(place, call)) {
        case Final(var reply) -> {
          return reply;
        }
        case Elsewhere(var fault) -> last = Optional.of(fault);
      }
    }
    return new Refused(last.orElseGet(() -> allDown(places)));
  }

  private ModelFault allDown(List<Place> places) {
    var first = places.getFirst();
    return ModelFault.allDown(
        "no provider of '%s' can be asked just now; %s: %s"
            .formatted(
                first.model(),
                first.snapshot().provider().name(),
                first.snapshot().why().isEmpty() ? "it rests" : first.snapshot().why()),
        providers.soonest(places).orElse(BUSY_PAUSE));
  }

  private Tried tryAt(Place place, Call call) {
    var asked = call.asked();
    var provider = place.standing().provider();
    if (asked.question() == Question.COUNT_TOKENS && provider.speaks() == Dialect.OPENAI) {
      return new Final(new Whole(provider.name(), counted(asked.bytes())));
    }
    return switch (keys.of(provider)) {
      case Keys.Missing(var why) -> {
        place.standing().failed(why, providers.nanos());
        yield new Elsewhere(badProvider(provider, why));
      }
      case Keys.Ready(var key) -> {
        try {
          yield ask(place, call, key);
        } catch (IllegalArgumentException e) {
          yield new Final(new Refused(ModelFault.invalid(String.valueOf(e.getMessage()))));
        }
      }
    };
  }

  private Tried ask(Place place, Call call, Optional<SecretValue> key) {
    var asked = call.asked();
    var caller = call.caller();
    var provider = place.standing().provider();
    var body = asked.body().deepCopy().put("model", place.model());
    if (books.limits(caller, place.model())) {
      WorstCase.limit(asked.question(), body);
    }
    var conversation =
        Conversation.between(asked.question(), body, provider.speaks(), origins.get());
    var ask =
        new Ask(
            conversation.path(),
            Optional.of(ByteBuffer.wrap(conversation.request())),
            asked.headers());
    var intent =
        new Books.Intent(
            caller,
            place.model(),
            provider.name(),
            WorstCase.of(asked.question(), body, asked.bytes()),
            asked.bytes());
    return switch (books.open(intent)) {
      case Books.Over(var fault) -> new Final(new Refused(fault));
      case Books.Opened(var line) -> {
        var reading = place.standing().begun(call.prefix());
        var opening = new CallAccount.Opening(asked.bytes(), reading, providers.nanos());
        yield carriedOut(
            new Exchange(provider, conversation, new CallAccount(place, line, opening)),
            place,
            server.ask(provider, key, ask, provider.patience()));
      }
    };
  }

  /** Nobody there can be asked, so it is estimated; that is what the count is for anyway. */
  static ByteBuffer counted(int bytes) {
    var count = "{\"input_tokens\":%d}".formatted(TokenUse.estimated(bytes, 0).input());
    return ByteBuffer.wrap(count.getBytes(StandardCharsets.UTF_8));
  }

  private record Exchange(Provider provider, Conversation conversation, CallAccount account) {}

  private Tried carriedOut(Exchange exchange, Place place, ModelServer.Outcome outcome) {
    var account = exchange.account();
    var now = providers.nanos();
    return switch (outcome) {
      case NotSent(var why) -> {
        account.blame(why, now);
        account.settle(Optional.empty(), true, now);
        yield new Elsewhere(
            ModelFault.allDown(words(exchange.provider(), why), Providers.PROBED_EVERY));
      }
      case Lost(var why, var late) -> {
        account.blame(why, now);
        account.settle(Optional.of(TokenUse.estimated(account.questionBytes(), 0)), true, now);
        yield new Final(new Refused(ModelFault.lost(words(exchange.provider(), why), late)));
      }
      case Answered(var answer) when answer.status() / 100 == 2 -> {
        account.answered(now);
        yield new Final(answered(exchange, answer));
      }
      case Answered(var answer) -> {
        try (answer) {
          yield complaint(exchange, place, answer);
        }
      }
    };
  }

  private Reply answered(Exchange exchange, Answer answer) {
    if (exchange.conversation().streams()) {
      return new Streaming(
          new ModelStream(
              exchange.provider(),
              exchange.conversation(),
              answer,
              exchange.account(),
              providers::nanos));
    }
    var account = exchange.account();
    try (answer) {
      var body = WholeBody.read(answer, ANSWER_MAX_BYTES, exchange.provider().patience());
      var whole = exchange.conversation().whole(body);
      account.settle(
          Optional.of(
              exchange
                  .conversation()
                  .use()
                  .orElseGet(() -> TokenUse.estimated(account.questionBytes(), body.length))),
          false,
          providers.nanos());
      return new Whole(exchange.provider().name(), ByteBuffer.wrap(whole));
    } catch (BadAnswer e) {
      account.blame(e.words(), providers.nanos());
      account.settle(
          Optional.of(TokenUse.estimated(account.questionBytes(), 0)), true, providers.nanos());
      return new Refused(badProvider(exchange.provider(), e.words()));
    }
  }

  /** The provider answers, and says no. */
  private Tried complaint(Exchange exchange, Place place, Answer answer) {
    var provider = exchange.provider();
    var status = answer.status();
    var now = providers.nanos();
    exchange.account().settle(Optional.empty(), true, now);
    if (status == 429 || status == 503 || status == 529) {
      var pause = answer.retryAfter().orElse(BUSY_PAUSE);
      place.standing().busy(pause, now);
      return new Elsewhere(ModelFault.busy(words(provider, "it is busy"), pause));
    }
    var said = "it answers with status %d: %s".formatted(status, said(answer));
    if (status == 401 || status == 403) {
      place.standing().failed("it refuses its key (status %d)".formatted(status), now);
      return new Elsewhere(badProvider(provider, said));
    }
    if (status == 404) {
      place.standing().lacks(place.model());
      return new Elsewhere(ModelFault.unknownModel(words(provider, said)));
    }
    if (status / 100 == 4) {
      return new Final(new Refused(ModelFault.refused(status, words(provider, said))));
    }
    place.standing().failed(said, now);
    return new Final(new Refused(badProvider(provider, said)));
  }

  private static String said(Answer answer) {
    try {
      var body = WholeBody.read(answer, COMPLAINT_MAX_BYTES, COMPLAINT_PATIENCE);
      var words = Conversation.complaint(body).orElse("(no words that could be read)");
      return words.substring(0, Math.min(COMPLAINT_MAX_CHARACTERS, words.length()));
    } catch (BadAnswer e) {
      return "(" + e.words() + ")";
    }
  }

  private static ModelFault badProvider(Provider provider, String why) {
    return ModelFault.badProvider(words(provider, why));
  }

  private static String words(Provider provider, String why) {
    return "provider '%s': %s".formatted(provider.name(), why);
  }
}
