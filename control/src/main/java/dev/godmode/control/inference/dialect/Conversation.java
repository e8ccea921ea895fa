package dev.godmode.control.inference.dialect;

import dev.godmode.control.inference.BadAnswer;
import dev.godmode.control.inference.Dialect;
import dev.godmode.control.inference.ServerEvent;
import dev.godmode.control.inference.TokenUse;
import dev.godmode.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** One question and its answer between a client and a provider, each in its own dialect. */
public final class Conversation {

  private final ClientSide client;
  private final ProviderSide provider;
  private final boolean streams;

  private Conversation(ClientSide client, ProviderSide provider, boolean streams) {
    this.client = client;
    this.provider = provider;
    this.streams = streams;
  }

  /**
   * A new one.
   *
   * @param body of the question, with the model's name as the provider knows it
   * @throws IllegalArgumentException when such a provider cannot be asked it, in words for the
   *     client
   */
  public static Conversation between(
      Question question, ObjectNode body, Dialect speaks, Origin origin) {
    var streams = streams(question, body);
    return switch (question) {
      case CHAT -> new Conversation(new ChatClient(body), provider(speaks, origin), streams);
      case EMBEDDINGS -> {
        if (speaks != Dialect.OPENAI) {
          throw new IllegalArgumentException("this model makes no embeddings");
        }
        yield relay(new EmbeddingsRelay(body), streams);
      }
      case RESPONSES ->
          new Conversation(new ResponsesClient(body, origin), provider(speaks, origin), streams);
      case MESSAGES ->
          speaks == Dialect.ANTHROPIC
              ? relay(new MessagesRelay(body, "/messages"), streams)
              : new Conversation(
                  new MessagesClient(body, origin), provider(speaks, origin), streams);
      case COUNT_TOKENS -> {
        if (speaks != Dialect.ANTHROPIC) {
          throw new IllegalArgumentException("this model's provider counts no tokens beforehand");
        }
        yield relay(new MessagesRelay(body, MessagesRelay.COUNT), streams);
      }
    };
  }

  /** Whether the answer to a question comes event by event. */
  public static boolean streams(Question question, ObjectNode body) {
    return switch (question) {
      case CHAT, RESPONSES, MESSAGES -> body.path("stream").asBoolean(false);
      case EMBEDDINGS, COUNT_TOKENS -> false;
    };
  }

  private static <T extends ClientSide & ProviderSide> Conversation relay(T both, boolean streams) {
    return new Conversation(both, both, streams);
  }

  private static ProviderSide provider(Dialect speaks, Origin origin) {
    return switch (speaks) {
      case OPENAI -> new OpenAiProvider();
      case ANTHROPIC -> new AnthropicProvider(origin);
    };
  }

  /** Whether the answer comes event by event. */
  public boolean streams() {
    return streams;
  }

  /** Where the provider is asked. */
  public String path() {
    return provider.path();
  }

  /**
   * What the provider is asked.
   *
   * @throws IllegalArgumentException when the question makes no sense, in words for the client
   */
  public byte[] request() {
    return Json.mapper().writeValueAsBytes(provider.request(client.request()));
  }

  /** The whole answer, as the client reads it. */
  public byte[] whole(byte[] answer) throws BadAnswer {
    var tree = Trees.parsed(new String(answer, StandardCharsets.UTF_8));
    return Json.mapper().writeValueAsBytes(client.whole(provider.whole(tree)));
  }

  /** What an event of the provider is to the client. */
  public List<ServerEvent> on(ServerEvent event) throws BadAnswer {
    var said = new ArrayList<ServerEvent>();
    for (var chunk : provider.on(event)) {
      said.addAll(client.on(chunk));
    }
    return said;
  }

  /** The last events; only when {@link #isFinished}. */
  public List<ServerEvent> end() {
    return client.end();
  }

  /** What the client is told when the answer breaks off. */
  public List<ServerEvent> broken(String code, String words) {
    return client.broken(code, words);
  }

  public boolean isFinished() {
    return provider.isFinished();
  }

  /** What the provider said it used. */
  public Optional<TokenUse> use() {
    return provider.use();
  }

  /** The words in which a provider complains, if these bytes are a complaint. */
  public static Optional<String> complaint(byte[] answer) {
    try {
      return Trees.complaint(Trees.parsed(new String(answer, StandardCharsets.UTF_8)));
    } catch (BadAnswer e) {
      return Optional.empty();
    }
  }

  /** The names in a provider's list of models. */
  public static List<String> modelNames(byte[] answer) throws BadAnswer {
    var tree = Trees.parsed(new String(answer, StandardCharsets.UTF_8));
    return Trees.items(tree.path("data")).stream()
        .flatMap(model -> Trees.textIn(model, "id").stream())
        .toList();
  }
}
