package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Memory over HTTP, for people and for programs of attempts. */
class MemoryRoutesTest {

  private static final String MEMORIES = "/api/v1/memories";
  private static final String RECALL = "/api/v1/memory/recall";

  @TempDir Path home;
  private RunningAttempts attempts;

  @BeforeEach
  void serve() {
    attempts = new RunningAttempts(home);
  }

  @AfterEach
  void stop() {
    attempts.close();
  }

  private static JsonNode tree(HttpResponse<String> reply) {
    return Json.tree(reply.body());
  }

  private String remember(String token, String text, String more) {
    var reply = attempts.post(token, MEMORIES, "{\"text\":\"%s\"%s}".formatted(text, more));
    assertThat(reply.statusCode()).isEqualTo(201);
    return tree(reply).at("/memory/id").stringValue();
  }

  private List<String> recalled(String token, String query) {
    var reply = attempts.post(token, RECALL, "{\"query\":\"%s\"}".formatted(query));
    assertThat(reply.statusCode()).isEqualTo(200);
    return tree(reply)
        .get("found")
        .valueStream()
        .map(one -> one.at("/memory/text").stringValue())
        .toList();
  }

  private String owner() {
    return attempts.control.token();
  }

  private List<String> ledger(String kind) {
    return attempts
        .control
        .json("/api/v1/ledger?kind=" + kind)
        .get("items")
        .valueStream()
        .map(line -> line.get("text").stringValue())
        .toList();
  }

  @Test
  void a_program_remembers_and_another_of_its_stream_recalls_it() {
    var first = attempts.begin("first", "shop");
    remember(
        first.token(),
        "the linker needs two gigabytes",
        ",\"scope\":\"stream\",\"tags\":[\"build\"]");
    attempts.end(first.attempt());
    var second = attempts.begin("second", "shop");

    var reply =
        attempts.post(
            second.token(), RECALL, "{\"query\":\"linker gigabyte\",\"tags\":[\"build\"]}");

    var found = tree(reply).at("/found/0");
    assertThat(found.at("/memory/by").stringValue()).isEqualTo("attempt:" + first.attempt());
    assertThat(found.at("/memory/scope").stringValue()).isEqualTo("stream:shop");
    assertThat(found.at("/memory/node").stringValue()).isEqualTo("forge");
    assertThat(found.get("by").valueStream().map(by -> by.get("part").stringValue()))
        .containsExactly("words", "meaning");
  }

  @Test
  void what_one_stream_remembers_no_other_sees() {
    var shop = attempts.begin("shop", "shop");
    var id = remember(shop.token(), "a note of the shop", ",\"scope\":\"stream\"");
    var other = attempts.begin("other", "garden");

    assertThat(recalled(other.token(), "note")).isEmpty();
    assertThat(attempts.get(other.token(), MEMORIES + "/" + id).statusCode()).isEqualTo(404);
    assertThat(attempts.get(other.token(), MEMORIES + "?scope=stream:shop").body())
        .isEqualTo("{\"items\":[]}");
    assertThat(recalled(owner(), "note")).containsExactly("a note of the shop");
  }

  @Test
  void a_program_remembers_for_nobody_but_its_own() {
    var mine = attempts.begin("mine", "shop");

    for (var scope : List.of("fleet", "stream:garden", "agent:other")) {
      assertThat(
              attempts
                  .post(
                      mine.token(), MEMORIES, "{\"text\":\"x\",\"scope\":\"%s\"}".formatted(scope))
                  .statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void promotion_is_for_whom_the_policy_lets_and_stands_in_the_ledger() {
    var mine = attempts.begin("mine", "shop");
    var id = remember(mine.token(), "a note of the agent", "");
    var refused =
        attempts.post(mine.token(), MEMORIES + "/" + id + "/promote", "{\"to\":\"fleet\"}");

    var widened = attempts.post(owner(), MEMORIES + "/" + id + "/promote", "{\"to\":\"fleet\"}");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(tree(widened).at("/memory/scope").stringValue()).isEqualTo("fleet");
    assertThat(tree(widened).at("/memory/promoted/from").stringValue()).isEqualTo("agent:shell");
    assertThat(ledger("MemoryPromoted"))
        .containsExactly("memory %s promoted from agent:shell to fleet".formatted(id));
  }

  @Test
  void what_is_forgotten_is_gone_and_the_ledger_has_who_did_it_and_not_what_it_was() {
    var id = remember(owner(), "a xylophone", "");
    var gone =
        attempts.control.send(attempts.control.request(MEMORIES + "/" + id).DELETE()).statusCode();

    assertThat(gone).isEqualTo(204);
    assertThat(recalled(owner(), "xylophone")).isEmpty();
    assertThat(attempts.control.get(MEMORIES + "/" + id).statusCode()).isEqualTo(404);
    assertThat(ledger("MemoriesForgotten")).containsExactly("1 memory forgotten: " + id);
    assertThat(attempts.control.get("/api/v1/ledger/export.jsonl").body())
        .doesNotContain("xylophone");
  }

  @Test
  void the_same_text_again_is_the_one_that_is_there() {
    var id = remember(owner(), "a note", "");

    var again = tree(attempts.post(owner(), MEMORIES, "{\"text\":\" a note \"}"));

    assertThat(again.get("known").booleanValue()).isTrue();
    assertThat(again.at("/memory/id").stringValue()).isEqualTo(id);
  }

  @Test
  void wrong_requests_are_told_what_is_wrong() {
    assertThat(attempts.post(owner(), MEMORIES, "{\"text\":\"\"}").body()).contains("empty");
    assertThat(attempts.post(owner(), MEMORIES, "{\"text\":\"x\",\"scope\":\"stram:shop\"}").body())
        .contains("did you mean 'stream'");
    assertThat(attempts.post(owner(), MEMORIES, "{\"text\":\"x\",\"scope\":\"node:forg\"}").body())
        .contains("did you mean 'forge'");
    assertThat(attempts.post(owner(), RECALL, "{\"query\":\"x\",\"parts\":[\"word\"]}").body())
        .contains("did you mean 'words'");
    assertThat(attempts.post(owner(), RECALL, "{\"query\":\"x\",\"limit\":51}").statusCode())
        .isEqualTo(422);
  }

  @Test
  void the_status_says_how_far_the_index_is() {
    remember(owner(), "a note", "");
    recalled(owner(), "note");

    var status = attempts.control.json("/api/v1/memory/status");

    assertThat(status.get("memories").intValue()).isEqualTo(1);
    assertThat(status.at("/scopes/fleet").intValue()).isEqualTo(1);
    assertThat(status.get("indexed")).isEqualTo(status.get("changes"));
    assertThat(status.get("embedder").stringValue()).isEqualTo("words");
    assertThat(status.at("/graph/indexed")).isEqualTo(status.get("changes"));
  }

  private List<String> near(String token, String of) {
    var reply = attempts.get(token, "/api/v1/memory/near?of=" + of);
    assertThat(reply.statusCode()).isIn(200, 404);
    return tree(reply)
        .path("entities")
        .valueStream()
        .map(one -> one.get("id").stringValue())
        .toList();
  }

  @Test
  void what_an_attempt_relates_leads_others_of_its_stream_and_nobody_else() {
    var shop = attempts.begin("shop", "shop");
    var said =
        attempts.post(
            shop.token(),
            "/api/v1/memory/relations",
            "{\"from\":\"checkout\",\"relation\":\"depends on\",\"to\":\"PricingService\",\"scope\":\"stream\"}");
    var other = remember(shop.token(), "PricingService is slow on forge", ",\"scope\":\"stream\"");
    var garden = attempts.begin("garden", "garden");

    assertThat(said.statusCode()).isEqualTo(201);
    assertThat(tree(said).at("/memory/text").stringValue())
        .isEqualTo("checkout → depends on → PricingService");
    assertThat(near(shop.token(), "checkout"))
        .startsWith("name:checkout")
        .contains("name:PricingService", "memory:" + other);
    assertThat(near(garden.token(), "checkout")).isEmpty();
    var found =
        attempts.post(shop.token(), RECALL, "{\"query\":\"checkout\",\"parts\":[\"graph\"]}");
    assertThat(
            tree(found).get("found").valueStream().map(one -> one.at("/memory/id").stringValue()))
        .contains(other);
  }

  @Test
  void where_a_memory_comes_from_is_near_it_by_the_names_that_people_know() {
    var shop = attempts.begin("shop", "shop");
    var id = remember(shop.token(), "the linker needs two gigabytes", ",\"tags\":[\"build\"]");

    var answer = tree(attempts.get(owner(), "/api/v1/memory/near?hops=1&of=" + id));

    assertThat(
            answer
                .get("entities")
                .valueStream()
                .map(one -> one.get("kind").stringValue() + " " + one.get("label").stringValue()))
        .contains(
            "memory the linker needs two gigabytes", "node forge", "stream shop", "tag build");
    assertThat(answer.at("/relations/0/teller").stringValue()).isEqualTo("memory:" + id);
    assertThat(near(owner(), "node:forge")).contains("memory:" + id);
  }

  @Test
  void asked_for_what_nothing_is_known_of_the_answer_says_how_to_ask() {
    assertThat(attempts.get(owner(), "/api/v1/memory/near").body()).contains("say of what");
    assertThat(attempts.get(owner(), "/api/v1/memory/near?of=x&hops=4").statusCode())
        .isEqualTo(422);
    assertThat(attempts.get(owner(), "/api/v1/memory/near?of=nothing").body())
        .contains("KIND:NAME");
    assertThat(
            attempts
                .post(
                    owner(),
                    "/api/v1/memory/relations",
                    "{\"from\":\"a\",\"relation\":\"\",\"to\":\"b\"}")
                .body())
        .contains("the relation");
  }

  @Test
  void an_index_that_is_made_anew_finds_the_same() {
    remember(owner(), "a note", "");
    recalled(owner(), "note");

    assertThat(attempts.post(owner(), "/api/v1/memory/reindex", "").statusCode()).isEqualTo(200);

    assertThat(recalled(owner(), "note")).containsExactly("a note");
  }

  @Test
  void notes_of_other_systems_are_brought_in_and_bad_lines_are_named() {
    remember(owner(), "the kettle is loud", "");

    var reply =
        attempts.post(
            owner(),
            "/api/v1/memory/import?source=notes.jsonl",
            """
            {"message":"the door sticks","tags":"House, Door","ts":1767323045}
            {"text":"the kettle is loud"}

            {"text":
            {"tags":["lost"]}
            {"text":"it rains","scope":"stream:garden"}
            """);

    var taken = tree(reply);
    assertThat(taken.get("remembered").asInt()).isEqualTo(2);
    assertThat(taken.get("known").asInt()).isEqualTo(1);
    assertThat(taken.get("named").valueStream().map(line -> line.get("line").asInt()))
        .containsExactly(4, 5);
    var door = tree(attempts.get(owner(), MEMORIES + "?tag=door")).at("/items/0");
    assertThat(door.get("source").stringValue()).isEqualTo("notes.jsonl");
    assertThat(door.get("at").stringValue()).isEqualTo("2026-01-02T03:04:05Z");
  }

  @Test
  void what_is_exported_can_be_imported() {
    remember(owner(), "the kettle is loud", ",\"tags\":[\"house\"]");
    remember(owner(), "it rains", ",\"scope\":\"stream:garden\"");
    var lines = attempts.get(owner(), "/api/v1/memory/export").body();
    for (var item : tree(attempts.get(owner(), MEMORIES)).get("items")) {
      attempts.control.send(
          attempts.control.request(MEMORIES + "/" + item.get("id").stringValue()).DELETE());
    }

    attempts.post(owner(), "/api/v1/memory/import", lines);

    assertThat(
            tree(attempts.get(owner(), MEMORIES))
                .get("items")
                .valueStream()
                .map(
                    item -> item.get("scope").stringValue() + " " + item.get("text").stringValue()))
        .containsExactlyInAnyOrder("fleet the kettle is loud", "stream:garden it rains");
  }

  @Test
  void what_memories_mean_is_exported_and_imported_beside_them() {
    remember(owner(), "the kettle is loud", "");
    var line = tree(attempts.get(owner(), "/api/v1/memory/export?embedder=words"));
    attempts.control.send(
        attempts.control.request(MEMORIES + "/" + line.get("id").stringValue()).DELETE());

    var same = attempts.post(owner(), "/api/v1/memory/import?embedder=words", line + "\n");
    var others = attempts.post(owner(), "/api/v1/memory/import?embedder=others", line + "\n");

    assertThat(line.get("embedding").stringValue()).hasSize((64 * Float.BYTES + 2) / 3 * 4);
    assertThat(tree(same).get("remembered").asInt()).isEqualTo(1);
    assertThat(tree(same).has("anew")).isFalse();
    assertThat(tree(others).get("anew").stringValue()).contains("the embedder here is 'words'");
    assertThat(attempts.get(owner(), "/api/v1/memory/export?embedder=others").statusCode())
        .isEqualTo(422);
  }

  @Test
  void programs_of_attempts_bring_nothing_in() {
    var attempt = attempts.begin("first", "shop");

    assertThat(attempts.post(attempt.token(), "/api/v1/memory/import", "{}").statusCode())
        .isEqualTo(403);
    assertThat(attempts.get(attempt.token(), "/api/v1/memory/export").statusCode()).isEqualTo(403);
  }
}
