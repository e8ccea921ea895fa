package dev.godmode.control.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.document.Document;
import dev.godmode.protocol.document.DocumentLimits;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanonicalTreeTest {

  @TempDir Path folder;
  private Path workspace;
  private CanonicalTree tree;

  @BeforeEach
  void begin() throws IOException {
    workspace = Files.createDirectories(folder.resolve("workspace"));
    tree = new CanonicalTree(workspace);
  }

  @Test
  void without_documents_there_is_nothing() throws IOException {
    write("README.md", "not canonical");

    assertThat(tree.look().files()).isEmpty();
    assertThat(take().documents()).isEmpty();
    assertThat(take().problems()).isEmpty();
  }

  @Test
  void canonical_is_what_lies_in_the_roots_sorted_by_path() throws IOException {
    write("policy.yaml", "allow: []");
    write("tasks/roadmap.jsonl", "{}");
    write("tasks/notes.txt", "not canonical");
    write("design_docs/deep/er/a.md", "a");
    write("agents/builder.yaml", "b");
    write("knowledge/shop/prices.md", "c");

    assertThat(paths())
        .containsExactly(
            "agents/builder.yaml",
            "design_docs/deep/er/a.md",
            "knowledge/shop/prices.md",
            "policy.yaml",
            "tasks/roadmap.jsonl");
  }

  @Test
  void what_editors_and_version_control_keep_beside_is_passed_over_in_silence() throws IOException {
    write("design_docs/.git/config", "x");
    write("design_docs/.a.md.swp", "x");
    write("design_docs/a.md~", "x");

    assertThat(paths()).isEmpty();
    assertThat(take().problems()).isEmpty();
  }

  @Test
  void links_are_named_and_never_followed_wherever_they_lead() throws IOException {
    var secret = Files.writeString(folder.resolve("secret"), "s3cret");
    Files.createDirectories(folder.resolve("elsewhere"));
    Files.writeString(folder.resolve("elsewhere/b.md"), "elsewhere");
    write("design_docs/a.md", "a");
    Files.createSymbolicLink(workspace.resolve("design_docs/out.md"), secret);
    Files.createSymbolicLink(workspace.resolve("design_docs/folder"), folder.resolve("elsewhere"));
    Files.createSymbolicLink(workspace.resolve("knowledge"), folder.resolve("elsewhere"));
    Files.createSymbolicLink(
        workspace.resolve("design_docs/inside.md"), workspace.resolve("design_docs/a.md"));
    Files.createSymbolicLink(workspace.resolve("tasks"), folder.resolve("elsewhere"));
    Files.writeString(folder.resolve("elsewhere/roadmap.jsonl"), "{}");

    assertThat(paths()).containsExactly("design_docs/a.md");
    assertThat(take().problems())
        .extracting(DocumentProblem::path)
        .containsExactlyInAnyOrder(
            "design_docs/out.md",
            "design_docs/folder",
            "design_docs/inside.md",
            "knowledge",
            "tasks/roadmap.jsonl");
    assertThat(take().problems()).allSatisfy(one -> assertThat(one.why()).contains("link"));
  }

  @Test
  void one_that_is_too_large_is_named_and_the_rest_is_taken() throws IOException {
    write("design_docs/a.md", "a");
    write("design_docs/video.mp4", "");
    try (var file =
        new RandomAccessFile(workspace.resolve("design_docs/video.mp4").toFile(), "rw")) {
      file.setLength(DocumentLimits.DOCUMENT_MAX_BYTES + 1);
    }

    assertThat(paths()).containsExactly("design_docs/a.md");
    assertThat(take().problems().getFirst().toString()).contains("design_docs/video.mp4", "4 MiB");
  }

  @Test
  void too_many_end_the_list_with_a_word() throws IOException {
    for (var i = 0; i <= DocumentLimits.DOCUMENTS_MAX; i++) {
      write("design_docs/%05d.md".formatted(i), "");
    }

    assertThat(paths()).hasSize(DocumentLimits.DOCUMENTS_MAX);
    assertThat(take().problems())
        .anySatisfy(one -> assertThat(one.why()).contains("there may be 2000 documents"));
  }

  @Test
  void names_that_differ_in_case_alone_are_not_both_taken() throws IOException {
    write("design_docs/a.md", "a");
    write("design_docs/A.md", "A");

    assertThat(paths()).hasSize(1);
    assertThat(take().problems().getFirst().why()).contains("case only");
  }

  @Test
  void a_name_that_not_every_machine_can_store_is_named() throws IOException {
    write("design_docs/what?.md", "a");

    assertThat(paths()).isEmpty();
    assertThat(take().problems().getFirst().why()).contains("what?.md");
  }

  @Test
  void a_change_of_the_roadmap_alone_is_told_apart() throws IOException {
    write("design_docs/a.md", "a");
    write("tasks/roadmap.jsonl", "{}");
    var before = tree.look();

    write("tasks/roadmap.jsonl", "{\"id\":1}");
    var roadmap = tree.look();
    write("design_docs/a.md", "longer");
    var both = tree.look();

    assertThat(roadmap.differsOnlyInRoadmap(before)).isTrue();
    assertThat(both.differsOnlyInRoadmap(before)).isFalse();
    assertThat(before.differsOnlyInRoadmap(before)).isFalse();
  }

  private CanonicalTree.Taken take() {
    return tree.take(tree.look());
  }

  private List<String> paths() {
    return take().documents().stream().map(Document::path).toList();
  }

  private void write(String path, String text) throws IOException {
    var file = workspace.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
