package dev.godmode.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.godmode.control.inference.ModelServer.Answer;
import dev.godmode.control.inference.ModelServer.Answered;
import dev.godmode.control.inference.ModelServer.Ask;
import dev.godmode.control.inference.ModelServer.Broken;
import dev.godmode.control.inference.ModelServer.Bytes;
import dev.godmode.control.inference.ModelServer.End;
import dev.godmode.control.inference.ModelServer.Lost;
import dev.godmode.control.inference.ModelServer.NotSent;
import dev.godmode.control.inference.ModelServer.Outcome;
import dev.godmode.control.inference.ModelServer.Piece;
import dev.godmode.control.inference.ModelServer.Silence;
import dev.godmode.protocol.json.Json;
import dev.godmode.testkit.model.ScriptedModels;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every way to a provider must do; at the end of it are scripted models. */
@Timeout(60)
public abstract class ModelServerContract {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  protected final ScriptedModels models = new ScriptedModels(0, List.of("small"));

  /** Asks the scripted models that way. */
  protected abstract Outcome ask(Ask ask, Duration patience);

  @AfterEach
  void stopModels() {
    models.close();
  }

  private Outcome chat(String words, boolean streams) {
    return chat(words, streams, PATIENCE);
  }

  private Outcome chat(String words, boolean streams, Duration patience) {
    var body = Json.mapper().createObjectNode().put("model", "small").put("stream", streams);
    body.putArray("messages").addObject().put("role", "user").put("content", words);
    var bytes = Json.mapper().writeValueAsBytes(body);
    return ask(
        new Ask("/chat/completions", Optional.of(ByteBuffer.wrap(bytes)), Map.of()), patience);
  }

  private static Answer answer(Outcome outcome) {
    return assertThat(outcome).asInstanceOf(type(Answered.class)).actual().answer();
  }

  /** What comes until the end, and what that is. */
  private record Read(String text, Piece last) {}

  private static Read read(Answer answer) {
    var whole = new ByteArrayOutputStream();
    while (true) {
      switch (answer.next(PATIENCE)) {
        case Bytes(var bytes) -> {
          var piece = new byte[bytes.remaining()];
          bytes.get(piece);
          whole.writeBytes(piece);
        }
        case End end -> {
          return new Read(whole.toString(UTF_8), end);
        }
        case Broken broken -> {
          return new Read(whole.toString(UTF_8), broken);
        }
        case Silence silence -> {
          return new Read(whole.toString(UTF_8), silence);
        }
      }
    }
  }

  @Test
  void a_question_without_a_body_is_answered() {
    try (var answer = answer(ask(Ask.of("/models"), PATIENCE))) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.retryAfter()).isEmpty();
      assertThat(Json.tree(read(answer).text()).at("/data/0/id").stringValue()).isEqualTo("small");
    }
  }

  @Test
  void question_and_answer_arrive_as_they_are_however_large() {
    var words = "say " + "wörter ".repeat(200_000);

    try (var answer = answer(chat(words, false))) {
      var text = Json.tree(read(answer).text()).at("/choices/0/message/content").stringValue();

      assertThat(text).isEqualTo(words.substring(4));
    }
    assertThat(models.heard().body().at("/messages/0/content").stringValue()).isEqualTo(words);
  }

  @Test
  void headers_go_with_it() {
    var body = Optional.of(ByteBuffer.wrap("{}".getBytes(UTF_8)));
    try (var answer =
        answer(ask(new Ask("/chat/completions", body, Map.of("x-about", "it")), PATIENCE))) {
      read(answer);
    }

    assertThat(models.heard().headers().getFirst("x-about")).isEqualTo("it");
  }

  @Test
  void a_stream_comes_as_it_is_said_and_whoever_closes_it_ends_the_providers_work() {
    var answer = answer(chat("drip", true));
    assertThat(answer.next(PATIENCE)).isInstanceOf(Bytes.class);
    assertThat(answer.next(PATIENCE)).isInstanceOf(Bytes.class);
    assertThat(models.gone()).isZero();

    answer.close();

    while (models.gone() == 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void an_answer_of_many_pieces_comes_whole() {
    try (var answer = answer(chat("flood", true))) {
      assertThat(answer.next(PATIENCE)).isInstanceOf(Bytes.class);
      assertThat(read(answer).last()).isEqualTo(new End());
    }
  }

  @Test
  void who_is_busy_says_for_how_long() {
    try (var answer = answer(chat("busy", true))) {
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.retryAfter()).contains(Duration.ofSeconds(7));
      assertThat(read(answer).text()).contains("too many");
    }
  }

  @Test
  void what_the_provider_says_to_a_bad_question_is_told() {
    try (var answer = answer(chat("refuse", true))) {
      assertThat(answer.status()).isEqualTo(400);
      assertThat(read(answer).text()).contains("too long a prompt");
    }
  }

  @Test
  void an_answer_that_breaks_off_is_not_taken_for_a_whole_one() {
    try (var answer = answer(chat("break one two three four", true))) {
      var read = read(answer);

      assertThat(read.text()).contains("one");
      assertThat(read.last()).isInstanceOf(Broken.class);
    }
  }

  @Test
  void a_question_that_was_sent_and_is_not_answered_is_lost() {
    var outcome = chat("hang", false, Duration.ofMillis(300));

    assertThat(outcome).asInstanceOf(type(Lost.class)).matches(Lost::late);
  }

  @Test
  void what_nobody_could_be_asked_was_not_sent() {
    models.close();

    assertThat(chat("say x", false))
        .asInstanceOf(type(NotSent.class))
        .extracting(NotSent::why)
        .asString()
        .contains("nothing listens");
  }

  @Test
  void one_call_comes_after_another() {
    for (var i = 0; i < 20; i++) {
      try (var answer = answer(chat("say turn " + i, true))) {
        assertThat(read(answer).last()).isEqualTo(new End());
      }
    }
  }

  @Test
  void many_calls_go_on_beside_each_other() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<CompletableFuture<String>>();
      for (var i = 0; i < 40; i++) {
        var words = "say this is " + i;
        all.add(
            CompletableFuture.supplyAsync(
                () -> {
                  try (var answer = answer(chat(words, false))) {
                    return Json.tree(read(answer).text())
                        .at("/choices/0/message/content")
                        .stringValue();
                  }
                },
                threads));
      }

      assertThat(all.stream().map(CompletableFuture::join))
          .containsExactlyElementsOf(IntStream.range(0, 40).mapToObj(i -> "this is " + i).toList());
    }
  }
}
