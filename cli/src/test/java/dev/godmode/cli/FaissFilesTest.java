package dev.godmode.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** faiss's own file format; that faiss itself agrees is for scripts/real/faiss.sh. */
class FaissFilesTest {

  @TempDir Path place;

  /** As faiss writes it: any flat kind, and whatever comes around and behind it. */
  private static ByteBuffer head(String kind, int dimensions, long rows, int metric) {
    return ByteBuffer.allocate(512)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(kind.getBytes(StandardCharsets.ISO_8859_1))
        .putInt(dimensions)
        .putLong(rows)
        .putLong(1L << 20)
        .putLong(1L << 20)
        .put((byte) 1)
        .putInt(metric);
  }

  private static ByteBuffer flat(String kind, int metric) {
    return head(kind, 2, 2, metric);
  }

  private static byte[] bytes(ByteBuffer written) {
    var bytes = new byte[written.position()];
    written.duplicate().flip().get(bytes);
    return bytes;
  }

  private static ByteBuffer floats(ByteBuffer written, float... values) {
    written.putLong(values.length);
    for (var value : values) {
      written.putFloat(value);
    }
    return written;
  }

  private static FaissReader reader(byte[] file) throws IOException {
    return new FaissReader(new ByteArrayInputStream(file), file.length);
  }

  private static List<byte[]> rows(byte[] file) throws IOException {
    var reader = reader(file);
    var rows = new ArrayList<byte[]>();
    for (var n = 0L; n < reader.rows(); n++) {
      rows.add(reader.next());
    }
    return rows;
  }

  private static List<Float> values(byte[] row) {
    var values = new ArrayList<Float>();
    var read = ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN);
    while (read.hasRemaining()) {
      values.add(read.getFloat());
    }
    return values;
  }

  private byte[] written(int dimensions, List<byte[]> rows) throws IOException {
    var file = place.resolve(dimensions + "-" + rows.size());
    try (var writer = new FaissWriter(file, dimensions)) {
      for (var row : rows) {
        writer.add(row);
      }
    }
    return Files.readAllBytes(file);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 1", "3, 5", "384, 100", "65536, 2"})
  void what_is_written_is_read_again_bit_by_bit(int dimensions, int many) throws IOException {
    var random = new Random(dimensions);
    var rows = new ArrayList<byte[]>();
    for (var n = 0; n < many; n++) {
      var row = new byte[dimensions * Float.BYTES];
      random.nextBytes(row);
      rows.add(row);
    }

    var file = written(dimensions, rows);

    assertThat(reader(file).dimensions()).isEqualTo(dimensions);
    assertThat(rows(file)).containsExactlyElementsOf(rows);
  }

  @ParameterizedTest
  @CsvSource({"IxFI, 0", "IxF2, 1"})
  void rows_of_every_flat_kind_are_read(String kind, int metric) throws IOException {
    var file = bytes(floats(flat(kind, metric), 1, 2, 3, 4));

    assertThat(rows(file).stream().map(FaissFilesTest::values))
        .containsExactly(List.of(1f, 2f), List.of(3f, 4f));
  }

  @Test
  void another_metric_has_an_argument_before_its_rows() throws IOException {
    var file = bytes(floats(flat("IxFl", 4).putFloat(0.5f), 1, 2, 3, 4));

    assertThat(values(rows(file).getLast())).containsExactly(3f, 4f);
  }

  private static byte[] withIds(String kind, long ids) {
    var file = flat(kind, 1).put(bytes(floats(flat("IxF2", 1), 1, 2, 3, 4)));
    file.putLong(ids);
    for (var n = 0; n < ids; n++) {
      file.putLong(100 + n);
    }
    return bytes(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"IxMp", "IxM2"})
  void ids_around_a_flat_index_do_not_change_its_rows(String kind) throws IOException {
    assertThat(values(rows(withIds(kind, 2)).getLast())).containsExactly(3f, 4f);
    assertThatThrownBy(() -> reader(withIds(kind, 1))).hasMessageContaining("cut off");
  }

  @ParameterizedTest
  @CsvSource({
    "IwFl, IVF",
    "IHNf, HNSW",
    "IxPq, PQ",
    "IBxF, binary",
    "IxPT, 'IxPT'",
    "null, 'null'",
    "\u0000\u0001\u0002\u0003, no index of faiss",
    "{\"a\", no index of faiss"
  })
  void other_kinds_are_refused_by_their_names(String kind, String named) {
    assertThatThrownBy(() -> reader(bytes(floats(flat(kind, 1), 1, 2, 3, 4))))
        .isInstanceOf(Trouble.class)
        .hasMessageContaining(named);
  }

  @Test
  void a_file_that_was_cut_off_anywhere_is_refused() {
    var file = withIds("IxMp", 2);

    for (var length = 0; length < file.length; length++) {
      var cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> rows(cut)).as("%d bytes", length).isInstanceOf(Trouble.class);
    }
    assertThatThrownBy(() -> reader(Arrays.copyOf(file, file.length + 1)))
        .hasMessageContaining("are not these");
  }

  @ParameterizedTest
  @CsvSource({
    "2, -1, 4",
    "2, 9223372036854775807, 4",
    "2, 4611686018427387904, 0",
    "65536, 1073741824, 4",
    "2, 2, 1073741824",
    "0, 2, 4",
    "-1, 2, 4",
    "2147483647, 2, 4",
    "65537, 0, 0"
  })
  void a_small_file_that_claims_to_be_huge_is_refused(int dimensions, long rows, long numbers) {
    var file = head("IxFI", dimensions, rows, 0).putLong(numbers);
    for (var n = 0; n < 4; n++) {
      file.putFloat(n);
    }

    assertThatThrownBy(() -> reader(bytes(file))).isInstanceOf(Trouble.class);
  }

  @Test
  void a_row_of_other_dimensions_is_not_written() {
    assertThatThrownBy(() -> written(2, List.of(new byte[8], new byte[12])))
        .hasMessageContaining("12 bytes");
  }
}
