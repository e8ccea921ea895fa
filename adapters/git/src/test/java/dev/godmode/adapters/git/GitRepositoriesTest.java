package dev.godmode.adapters.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.change.Repositories;
import dev.godmode.control.change.Repositories.Already;
import dev.godmode.control.change.Repositories.At;
import dev.godmode.control.change.Repositories.Conflicting;
import dev.godmode.control.change.Repositories.Done;
import dev.godmode.control.change.Repositories.Nowhere;
import dev.godmode.control.change.Repositories.Refused;
import dev.godmode.control.change.Repositories.Touched;
import dev.godmode.control.change.Repositories.TouchedFile;
import dev.godmode.control.change.Repositories.Unseen;
import dev.godmode.protocol.task.Checkout;
import dev.godmode.protocol.task.Source;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real repositories, real git. */
class GitRepositoriesTest {

  private static final String PATCH =
      """
      diff --git a/greeting.txt b/greeting.txt
      --- a/greeting.txt
      +++ b/greeting.txt
      @@ -1,2 +1,2 @@
       hello
      -world
      +mars
      diff --git a/new.txt b/new.txt
      new file mode 100644
      --- /dev/null
      +++ b/new.txt
      @@ -0,0 +1 @@
      +new
      """;

  @TempDir Path place;
  private Path shop;
  private Repositories repositories;

  @BeforeEach
  void begin() throws Exception {
    shop = place.resolve("shop.git");
    git(place, "init", "--quiet", "--bare", "--initial-branch=main", shop.toString());
    repositories = new GitRepositories(place.resolve("mirrors"));
    commit("greeting.txt", "hello\nworld\n");
  }

  @Test
  void a_commit_is_found_by_the_beginning_of_its_name_where_a_branch_has_it() throws Exception {
    var first = git(shop, "rev-parse", "main");
    commit("greeting.txt", "later\n");
    var source = new Source(shop.toString(), "", Source.Merge.PERSON);

    assertThat(repositories.commit(source, first.substring(0, 8)))
        .isEqualTo(new At(new Checkout(shop.toString(), "main", first)));
    assertThat(repositories.commit(source, "0000000"))
        .isInstanceOfSatisfying(
            Nowhere.class, no -> assertThat(no.why()).contains("no branch of", "'0000000'"));
    assertThat(repositories.commit(source, "--all"))
        .isInstanceOfSatisfying(Nowhere.class, no -> assertThat(no.why()).contains("is no commit"));
  }

  private static String git(Path folder, String... arguments) throws Exception {
    var command =
        new ArrayList<>(
            List.of("git", "-c", "user.name=ada", "-c", "user.email=ada@example.invalid"));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.strip();
  }

  /** Somebody puts a file there. */
  private void commit(String name, String text) throws Exception {
    var clone = Files.createTempDirectory(place, "clone");
    git(clone, "clone", "--quiet", shop.toString(), ".");
    Files.writeString(clone.resolve(name), text);
    git(clone, "add", "--all");
    git(clone, "commit", "--quiet", "--message", "by ada");
    git(clone, "push", "--quiet", "origin", "HEAD:refs/heads/main");
  }

  private Source source(String branch) {
    return new Source(shop.toString(), branch, Source.Merge.PERSON);
  }

  private Checkout now() {
    return ((At) repositories.name(source("main"))).checkout();
  }

  private Repositories.Merged merge(Checkout base, String patch) {
    return repositories.merge(
        base, patch.getBytes(StandardCharsets.UTF_8), "scribe", "mend it\n\nTask: t1\n");
  }

  private String shown(String what) throws Exception {
    return git(shop, "show", what);
  }

  @Test
  void a_branch_is_named_by_its_commit_and_without_a_name_the_repositorys_own() throws Exception {
    var head = git(shop, "rev-parse", "main");

    assertThat(repositories.name(source("")))
        .isEqualTo(new At(new Checkout(shop.toString(), "main", head)));
    assertThat(now().commit()).isEqualTo(head);
  }

  @Test
  void what_is_not_there_is_told() throws Exception {
    var empty = place.resolve("empty.git");
    git(place, "init", "--quiet", "--bare", empty.toString());

    assertThat(repositories.name(source("none")))
        .isEqualTo(new Nowhere(shop + " has no branch 'none'", false));
    assertThat(repositories.name(new Source(empty.toString(), "", Source.Merge.PERSON)))
        .isInstanceOfSatisfying(Nowhere.class, no -> assertThat(no.why()).contains("no commit"));
    assertThat(repositories.name(new Source(place + "/nowhere", "main", Source.Merge.PERSON)))
        .isInstanceOfSatisfying(
            Nowhere.class,
            no -> {
              assertThat(no.later()).isTrue();
              assertThat(no.why()).contains("cannot be reached");
            });
    assertThat(repositories.name(new Source("ext::sh -c id", "main", Source.Merge.PERSON)))
        .isInstanceOf(Nowhere.class);
  }

  @Test
  void a_change_becomes_a_commit_on_its_branch() throws Exception {
    var base = now();

    var merged = merge(base, PATCH);

    assertThat(merged).isInstanceOf(Done.class);
    assertThat(shown("main:greeting.txt")).isEqualTo("hello\nmars");
    assertThat(shown("main:new.txt")).isEqualTo("new");
    assertThat(git(shop, "log", "-1", "--format=%an %s %P", "main"))
        .isEqualTo("scribe mend it " + base.commit());
    assertThat(now().commit()).isEqualTo(((Done) merged).commit());
  }

  @Test
  void what_a_patch_touches_is_shown_as_it_was_and_as_it_leaves_it() {
    var base = now();

    assertThat(repositories.touched(base, PATCH.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            new Touched(
                List.of(
                    new TouchedFile("greeting.txt", Optional.of("hello\nworld\n"), "hello\nmars\n"),
                    new TouchedFile("new.txt", Optional.empty(), "new\n"))));
    assertThat(now()).isEqualTo(base);
  }

  @Test
  void what_is_no_text_has_no_characters_and_what_goes_is_not_touched() throws Exception {
    commit("old.txt", "old\n");
    var patch =
        """
        diff --git a/link b/link
        new file mode 120000
        --- /dev/null
        +++ b/link
        @@ -0,0 +1 @@
        +/etc/passwd
        \\ No newline at end of file
        diff --git a/old.txt b/old.txt
        deleted file mode 100644
        --- a/old.txt
        +++ /dev/null
        @@ -1 +0,0 @@
        -old
        """;

    assertThat(repositories.touched(now(), patch.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new Touched(List.of(new TouchedFile("link", Optional.empty(), ""))));
  }

  @Test
  void what_cannot_be_seen_is_said() {
    var base = now();
    var gone = new Checkout(place + "/nowhere", "main", base.commit());

    assertThat(repositories.touched(base, "no patch".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Unseen.class);
    assertThat(repositories.touched(gone, PATCH.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(Unseen.class, no -> assertThat(no.why()).contains("git fetch"));
  }

  @Test
  void it_goes_on_top_of_what_came_since() throws Exception {
    var base = now();
    commit("other.txt", "other\n");

    assertThat(merge(base, PATCH)).isInstanceOf(Done.class);

    assertThat(shown("main:other.txt")).isEqualTo("other");
    assertThat(shown("main:greeting.txt")).isEqualTo("hello\nmars");
  }

  @Test
  void what_nobody_can_join_is_told_by_file_and_nothing_is_changed() throws Exception {
    var base = now();
    commit("greeting.txt", "hello\nvenus\n");
    var before = now();

    assertThat(merge(base, PATCH)).isEqualTo(new Conflicting(List.of("greeting.txt")));

    assertThat(now()).isEqualTo(before);
  }

  @Test
  void the_same_change_twice_is_there_already() {
    var base = now();
    merge(base, PATCH);

    assertThat(merge(base, PATCH)).isEqualTo(new Already());
  }

  @Test
  void a_patch_that_does_not_fit_or_leads_out_is_refused() {
    var base = now();

    assertThat(merge(base, PATCH.replace("-world", "-moon"))).isInstanceOf(Refused.class);
    assertThat(merge(base, PATCH.replace("new.txt", "../../out.txt"))).isInstanceOf(Refused.class);
    assertThat(merge(base, PATCH.replace("new.txt", ".git/hooks/x"))).isInstanceOf(Refused.class);
    assertThat(merge(base, "nonsense")).isInstanceOf(Refused.class);
    assertThat(place.resolve("out.txt")).doesNotExist();
  }

  @Test
  void a_branch_that_somebody_works_on_is_not_changed_under_them() throws Exception {
    var clone = place.resolve("worked-on");
    git(place, "clone", "--quiet", shop.toString(), clone.toString());
    var at = (At) repositories.name(new Source(clone.toString(), "main", Source.Merge.PERSON));

    assertThat(merge(at.checkout(), PATCH))
        .isInstanceOfSatisfying(
            Refused.class, no -> assertThat(no.why()).contains("receive.denyCurrentBranch"));
  }
}
