package dev.godmode.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.cli.GuardHook.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard in real repositories: git runs the hook, the hook runs gm. */
class GuardHookTest {

  /** Put together here, so that this file itself holds none. */
  private static final String TOKEN = "ghp" + "_0123456789abcdefghijABCDEFGHIJ012345";

  private record Said(int exit, String output) {}

  @TempDir Path place;
  private Path repository;
  private Path gm;

  @BeforeEach
  void makeRepository() throws Exception {
    repository = Files.createDirectories(place.resolve("a repository"));
    git("init", "-q");
    git("config", "user.email", "ada@example.org");
    git("config", "user.name", "Ada");
    git("config", "commit.gpgsign", "false");
    var words = new ArrayList<String>();
    OwnProgram.command("dev.godmode.cli.Main", List.of("gm"))
        .forEach(word -> words.add("'" + word.replace("'", "'\\''") + "'"));
    gm = executable("it's gm", "#!/bin/sh\nexec " + String.join(" ", words) + " \"$@\"\n");
  }

  private Path executable(String name, String text) throws IOException {
    var file = Files.writeString(place.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  private Said git(String... words) throws Exception {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    var process =
        new ProcessBuilder(command)
            .directory(repository.toFile())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), output);
  }

  private Said commit(String name, String text) throws Exception {
    Files.writeString(repository.resolve(name), text);
    git("add", name);
    return git("commit", "-qm", "try");
  }

  private GuardHook hook() {
    return GuardHook.of(repository);
  }

  @Test
  void a_commit_with_a_secret_does_not_happen_and_one_without_does() throws Exception {
    assertThat(hook().install(gm)).isEqualTo(Outcome.INSTALLED);

    var refused = commit("main.py", "key = '" + TOKEN + "'\n");
    var taken = commit("main.py", "import os\n");

    assertThat(refused.exit()).isNotZero();
    assertThat(refused.output())
        .contains("main.py:1", "a GitHub token", "--no-verify")
        .doesNotContain(TOKEN);
    assertThat(taken.exit()).as(taken.output()).isZero();
  }

  @Test
  void a_hook_that_was_there_runs_first_and_its_word_counts() throws Exception {
    var old = Files.writeString(hook().place(), "#!/bin/sh\necho old \"$PWD\"; [ ! -e stop ]\n");
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(hook().install(gm)).isEqualTo(Outcome.CHAINED);

    assertThat(commit("main.py", "key = '" + TOKEN + "'\n").exit()).isNotZero();
    assertThat(commit("main.py", "import os\n").output()).contains("old " + repository);
    Files.createFile(repository.resolve("stop"));
    assertThat(commit("main.py", "import sys\n").exit()).isNotZero();
  }

  @Test
  void what_it_put_there_it_takes_away_and_what_was_there_comes_back() throws Exception {
    var text = "#!/bin/sh\nexit 0\n";
    Files.writeString(hook().place(), text);
    hook().install(gm);
    assertThat(hook().install(gm)).isEqualTo(Outcome.RENEWED);

    assertThat(hook().remove()).isTrue();

    assertThat(hook().place()).hasContent(text);
    assertThat(hook().place().resolveSibling("pre-commit.before-godmode")).doesNotExist();
    assertThat(hook().remove()).isFalse();
    assertThat(hook().place()).hasContent(text);
  }

  @Test
  void it_goes_where_the_repository_has_its_hooks() throws Exception {
    git("config", "core.hooksPath", "tools/hooks");

    hook().install(gm);

    assertThat(repository.resolve("tools/hooks/pre-commit")).isExecutable();
    assertThat(repository.resolve(".git/hooks/pre-commit")).doesNotExist();
    assertThat(commit("main.py", "key = '" + TOKEN + "'\n").exit()).isNotZero();
  }

  @Test
  void two_hooks_that_are_not_ours_are_left_for_a_person_to_decide() throws Exception {
    Files.writeString(hook().place(), "#!/bin/sh\n");
    Files.writeString(hook().place().resolveSibling("pre-commit.before-godmode"), "#!/bin/sh\n");

    assertThatThrownBy(() -> hook().install(gm))
        .isInstanceOf(Trouble.class)
        .hasMessageContaining("pre-commit.before-godmode");
  }

  @Test
  void without_gm_a_commit_is_refused_and_says_how_to_get_rid_of_the_hook() throws Exception {
    hook().install(place.resolve("gone"));

    var refused = commit("main.py", "import os\n");

    assertThat(refused.exit()).isNotZero();
    assertThat(refused.output()).contains("there is no " + place.resolve("gone"), "Delete");
  }

  @Test
  void outside_of_a_repository_it_says_so(@TempDir Path elsewhere) {
    assertThatThrownBy(() -> GuardHook.of(elsewhere))
        .isInstanceOf(Trouble.class)
        .hasMessageContaining("no git repository");
  }
}
