package dev.godmode.control.inference.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.inference.Gateway.Asked;
import dev.godmode.control.inference.dialect.Question;
import dev.godmode.control.memory.Embedder;
import dev.godmode.control.memory.Embedding;
import dev.godmode.protocol.inference.Caller;
import dev.godmode.protocol.json.Json;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class OtherWordsTest {

  private static final Caller ANN = Caller.person("ann");
  private static final CacheKey KEY = new CacheKey("k");
  private static final KeptAnswer ANSWER =
      new KeptAnswer("local", ByteBuffer.wrap(new byte[] {'{', '}'}));

  /** To it all texts mean the same, unless it is broken. */
  private static final class Simpleton implements Embedder {

    private boolean broken;

    @Override
    public String name() {
      return "simpleton";
    }

    @Override
    public int dimensions() {
      return 1;
    }

    @Override
    public List<Embedding> embed(List<String> texts) {
      if (broken) {
        throw new IllegalStateException("it is broken");
      }
      return texts.stream().map(_ -> Embedding.of(new float[] {1}, 1)).toList();
    }
  }

  private final Simpleton simpleton = new Simpleton();
  private final OtherWords words = new OtherWords(() -> new Embedder.Source.Ready(simpleton));

  private static Asked asked(Question question, String body) {
    return new Asked(question, (ObjectNode) Json.tree(body), body.length(), Map.of());
  }

  private boolean isAlike(Question question, String one, String other) {
    words.answered(words.meant(ANN, "small", asked(question, one)).orElseThrow(), KEY);
    return words
        .meant(ANN, "small", asked(question, other))
        .flatMap(meant -> words.find(meant, 0.9, _ -> Optional.of(ANSWER)))
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "CHAT | {'messages':[{'role':'user','content':'WORDS'}]}",
        "CHAT | {'messages':[{'role':'user','content':[{'type':'text','text':'WORDS'}]}]}",
        "MESSAGES | {'system':'be kind','messages':[{'role':'user','content':'WORDS'}]}",
        "RESPONSES | {'input':'WORDS'}",
        "RESPONSES | {'input':[{'role':'user','content':[{'type':'input_text','text':'WORDS'}]}]}",
      })
  void the_last_words_may_be_others(Question question, String body) {
    var json = body.replace('\'', '"');

    assertThat(isAlike(question, json.replace("WORDS", "one"), json.replace("WORDS", "another")))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'temperature':0,'messages':[{'role':'user','content':'so'}]}",
        "{'messages':[{'role':'system','content':'be kind'},{'role':'user','content':'so'}]}",
        "{'messages':[{'role':'user','content':'so'}],'tools':[]}",
      })
  void all_that_stands_around_them_may_not(String other) {
    assertThat(
            isAlike(
                Question.CHAT,
                "{\"messages\":[{\"role\":\"user\",\"content\":\"so\"}]}",
                other.replace('\'', '"')))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "CHAT | {'messages':[{'role':'tool','content':'42'}]}",
        "CHAT | {'messages':[{'role':'user','content':[{'type':'text','text':'a'},{'type':'image_url'}]}]}",
        "CHAT | {'messages':[]}",
        "CHAT | {'messages':'hello'}",
        "CHAT | {'messages':[{'role':'user','content':' '}]}",
        "RESPONSES | {'input':7}",
        "EMBEDDINGS | {'input':'hello'}",
      })
  void what_is_no_short_text_of_a_person_has_no_other_words(Question question, String body) {
    assertThat(words.meant(ANN, "small", asked(question, body.replace('\'', '"')))).isEmpty();
  }

  @Test
  void an_answer_that_is_gone_is_looked_for_once() {
    var meant =
        words.meant(ANN, "small", asked(Question.RESPONSES, "{\"input\":\"hi\"}")).orElseThrow();
    words.answered(meant, KEY);

    assertThat(words.find(meant, 0.9, _ -> Optional.empty())).isEmpty();
    assertThat(words.find(meant, 0.9, _ -> Optional.of(ANSWER))).isEmpty();
  }

  @Test
  void without_an_embedder_it_says_why_none_is_understood() {
    var mute = new OtherWords(Embedder.Source.none("there is none"));

    assertThat(mute.meant(ANN, "small", asked(Question.RESPONSES, "{\"input\":\"hi\"}"))).isEmpty();
    assertThat(mute.trouble()).contains("there is none");
  }

  @Test
  void an_embedder_that_fails_costs_no_question_and_is_well_again() {
    simpleton.broken = true;
    assertThat(words.meant(ANN, "small", asked(Question.RESPONSES, "{\"input\":\"hi\"}")))
        .isEmpty();
    assertThat(words.trouble()).get().asString().contains("it is broken");

    simpleton.broken = false;
    assertThat(words.meant(ANN, "small", asked(Question.RESPONSES, "{\"input\":\"hi\"}")))
        .isPresent();
    assertThat(words.trouble()).isEmpty();
  }
}
