package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.Command.NoteModelUse;
import dev.godmode.protocol.inference.ModelUse;
import dev.godmode.protocol.json.Json;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The ledger over HTTP: who, what, when, why, under which line; filters, exports, totals. */
class LedgerRoutesTest {

  @TempDir Path home;

  private ServedControl control;

  @BeforeEach
  void start() {
    control = new ServedControl(home);
  }

  @AfterEach
  void stop() {
    control.close();
  }

  private JsonNode items(String query) {
    return control.json("/api/v1/ledger?" + query).get("items");
  }

  private List<String> kinds(String query) {
    return items(query).valueStream().map(line -> line.get("kind").stringValue()).toList();
  }

  @Test
  void an_act_of_a_person_names_them_and_the_line_of_the_policy_that_let_them() {
    control.submit("hello");

    var line = items("kind=TaskSubmitted").get(0);

    assertThat(line.get("by").stringValue()).isEqualTo("owner");
    assertThat(line.get("under").stringValue())
        .matches("line \\d+ of " + control.policy.policy().hash().substring(0, 12));
    assertThat(control.json("/api/v1/policy").at("/text").stringValue().lines().toList())
        .element(
            Integer.parseInt(
                    line.get("under").stringValue().replaceFirst("line (\\d+) of .*", "$1"))
                - 1)
        .asString()
        .contains("role:owner");
  }

  @Test
  void a_ledger_whose_end_was_cut_off_is_not_whole_though_its_chain_is() {
    control.submit("hello");
    var length = control.json("/api/v1/ledger/verify").get("entries").longValue();

    control.journal.cutOff(2);

    var verdict = control.json("/api/v1/ledger/verify");
    assertThat(verdict.get("intact").booleanValue()).isFalse();
    assertThat(verdict.get("first_bad").longValue()).isEqualTo(length - 1);
  }

  @Test
  void what_control_does_by_itself_stands_under_no_line() {
    var started = items("kind=ControlStarted").get(0);

    assertThat(started.get("by").stringValue()).isEqualTo("control");
    assertThat(started.has("under")).isFalse();
  }

  @Test
  void filters_narrow_together() {
    var task = control.submit("hello");
    control.submit("other");

    assertThat(kinds("task=" + task)).contains("TaskSubmitted").doesNotContain("ControlStarted");
    assertThat(kinds("who=owner&kind=TaskSubmitted")).hasSize(2);
    assertThat(kinds("who=control&kind=TaskSubmitted")).isEmpty();
    assertThat(kinds("agent=shell&kind=TaskSubmitted")).hasSize(2);
    assertThat(kinds("stream=shop")).isEmpty();
    assertThat(kinds("q=SUBMITTED%20%E2%80%9Chel")).containsExactly("TaskSubmitted");
    assertThat(kinds("from=2999-01-01")).isEmpty();
    assertThat(kinds("to=2999-01-01&kind=TaskSubmitted")).hasSize(2);
  }

  @Test
  void a_filter_that_cannot_be_says_what_it_should_be() {
    assertThat(control.get("/api/v1/ledger?kind=TaskSubmited").body())
        .contains("no fact is of the kind 'TaskSubmited'", "TaskSubmitted");
    assertThat(control.get("/api/v1/ledger?from=yesterday").body())
        .contains("'from' must be a day");
    assertThat(control.get("/api/v1/ledger?q=" + "x".repeat(201)).body())
        .contains("200 characters");
    assertThat(control.get("/api/v1/ledger/totals?by=strem").body())
        .contains("did you mean 'stream'");
    assertThat(control.get("/api/v1/ledger?task=nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void kinds_are_listed() {
    assertThat(control.json("/api/v1/ledger/kinds").valueStream().map(JsonNode::stringValue))
        .contains("TaskSubmitted", "NodeLost", "ModelsCalled")
        .doesNotContain("TaskEvent");
  }

  @Test
  void json_lines_hold_every_fact_with_its_hash_newest_first() {
    control.submit("hello");
    control.settle();

    var lines = control.get("/api/v1/ledger/export.jsonl").body().lines().map(Json::tree).toList();

    assertThat(lines.getLast().get("kind").stringValue()).isEqualTo("ControlStarted");
    assertThat(lines).hasSize((int) lines.getFirst().get("sequence").longValue());
    assertThat(lines).allSatisfy(line -> assertThat(line.get("hash").stringValue()).hasSize(64));
  }

  @Test
  void a_table_has_a_row_for_each_fact_and_runs_no_formula() {
    control.submit("=HYPERLINK(1)\\n\\\"2\\\"");
    control.settle();

    var table = control.get("/api/v1/ledger/export.csv?kind=TaskSubmitted");

    assertThat(table.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
    assertThat(table.body())
        .startsWith(
            "\"sequence\",\"at\",\"by\",\"under\",\"kind\",\"subject\",\"text\",\"event\",\"hash\"\r\n")
        .contains("submitted “=HYPERLINK(1)");
    assertThat(table.body().replace("\"\"", "").split(","))
        .noneMatch(cell -> cell.startsWith("\"="));
  }

  @Test
  void money_is_entered_once_and_added_up_exactly() {
    var line =
        "{\"id\":\"inv-1\",\"amount\":\"-0.10\",\"currency\":\"eur\",\"stream\":\"shop\",\"source\":\"hosting\"}";
    control.post("/api/v1/ledger/money", line);
    control.post("/api/v1/ledger/money", line);
    control.post("/api/v1/ledger/money", line.replace("inv-1", "inv-2").replace("-0.10", "-0.20"));
    control.order(
        new NoteModelUse(
            new ModelUse(
                "ada",
                Optional.empty(),
                "",
                "",
                "small",
                "here",
                3,
                0,
                100,
                7,
                new BigDecimal("0.000001"),
                "EUR",
                Duration.ZERO)));

    var totals = control.json("/api/v1/ledger/totals?by=stream").get("items");
    var shop = totals.get(1);

    assertThat(shop.get("of").stringValue()).isEqualTo("shop");
    assertThat(shop.at("/money/paid").stringValue()).isEqualTo("0.30 EUR");
    assertThat(totals.get(0).at("/money/models").stringValue()).isEqualTo("0.000001 EUR");
    assertThat(totals.get(0).at("/tokens/input").longValue()).isEqualTo(100);
    assertThat(items("kind=MoneyEntered").get(0).get("text").stringValue())
        .isEqualTo("paid 0.20 EUR, hosting, stream shop");
  }

  @Test
  void money_that_cannot_be_is_refused_with_what_it_should_be() {
    assertThat(
            control
                .post("/api/v1/ledger/money", "{\"amount\":\"1,50\",\"currency\":\"EUR\"}")
                .body())
        .contains("written 12.50");
    assertThat(
            control
                .post("/api/v1/ledger/money", "{\"amount\":\"1e999999\",\"currency\":\"EUR\"}")
                .body())
        .contains("written 12.50");
    assertThat(
            control
                .post("/api/v1/ledger/money", "{\"amount\":\"1\",\"currency\":\"euros\"}")
                .body())
        .contains("three letters");
    assertThat(
            control.post("/api/v1/ledger/money", "{\"amount\":\"0\",\"currency\":\"EUR\"}").body())
        .contains("no entry");
  }
}
