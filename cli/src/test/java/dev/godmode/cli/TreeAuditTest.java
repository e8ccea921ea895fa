package dev.godmode.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TreeAuditTest {

  private static final String OPEN = "#!/bin/sh\ndocker run -p 8080:80 example/app:1.4.2\n";

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  @TempDir Path folder;

  @BeforeEach
  void set_up() {
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void tear_down() {
    System.setOut(out);
  }

  @Test
  void the_document_has_each_finding_with_rule_place_reason_and_mend() throws IOException {
    Files.writeString(folder.resolve("start.sh"), OPEN);

    var exit = doctor(folder.toString(), "--json");

    assertThat(exit).isEqualTo(Exit.FAILED);
    var finding = Json.tree(text()).at("/findings/0");
    assertThat(finding.at("/rule").asString()).isEqualTo("port_published");
    assertThat(finding.at("/severity").asString()).isEqualTo("error");
    assertThat(finding.at("/file").asString()).isEqualTo("start.sh");
    assertThat(finding.at("/line").asInt()).isEqualTo(2);
    assertThat(finding.at("/mend").asString()).isEqualTo("write '-p 127.0.0.1:8080:80'");
  }

  @Test
  void warnings_alone_fail_only_when_asked_to() throws IOException {
    Files.writeString(folder.resolve("app.js"), "fetch('http://localhost:5051/tasks')\n");

    assertThat(doctor(folder.toString())).isEqualTo(Exit.OK);
    assertThat(doctor(folder.toString(), "--fail-on", "warning")).isEqualTo(Exit.FAILED);
  }

  @Test
  void sarif_names_rule_file_and_line() throws IOException {
    Files.writeString(folder.resolve("start.sh"), OPEN);

    doctor(folder.toString(), "--sarif");

    var result = Json.tree(text()).at("/runs/0/results/0");
    assertThat(result.at("/ruleId").asString()).isEqualTo("port_published");
    assertThat(result.at("/locations/0/physicalLocation/region/startLine").asInt()).isEqualTo(2);
  }

  @Test
  void what_is_excluded_is_not_told() throws IOException {
    Files.writeString(folder.resolve("start.sh"), OPEN);

    assertThat(doctor(folder.toString(), "--exclude", "*.sh")).isEqualTo(Exit.OK);
  }

  @Test
  void a_clean_tree_says_so() {
    assertThat(doctor(folder.toString())).isEqualTo(Exit.OK);
    assertThat(text()).contains("nothing to mend");
  }

  private int doctor(String... arguments) {
    return new CommandLine(new DoctorCommand()).execute(arguments);
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
