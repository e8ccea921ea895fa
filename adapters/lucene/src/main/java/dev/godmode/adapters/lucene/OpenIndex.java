package dev.godmode.adapters.lucene;

import dev.godmode.control.memory.MemoryIndex.Head;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** Files of an index that are open. */
record OpenIndex(
    Directory directory,
    IndexWriter writer,
    ConcurrentMergeScheduler merges,
    SearcherManager searchers) {

  /** What is taken in and not searched meanwhile is written in one piece of this size. */
  private static final double BUFFER_MIB = 16;

  private static final String POSITION = "position";
  private static final String EMBEDDER = "embedder";

  static OpenIndex at(Path folder, WordAnalyzer analyzer) throws IOException {
    // Whatever is gone shall leave the files, however little of a file it is.
    var policy = new TieredMergePolicy();
    policy.setForceMergeDeletesPctAllowed(0);
    var merges = new ConcurrentMergeScheduler();
    var directory = FSDirectory.open(folder);
    try {
      var writer =
          new IndexWriter(
              directory,
              new IndexWriterConfig(analyzer)
                  .setRAMBufferSizeMB(BUFFER_MIB)
                  .setMergePolicy(policy)
                  .setMergeScheduler(merges)
                  .setCommitOnClose(true));
      return new OpenIndex(
          directory, writer, merges, new SearcherManager(writer, new SearcherFactory()));
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /** How far it was when it was last made durable. */
  Head head() {
    var data = new HashMap<String, String>();
    var live = writer.getLiveCommitData();
    if (live != null) {
      live.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
    }
    return new Head(
        Long.parseLong(data.getOrDefault(POSITION, "0")), data.getOrDefault(EMBEDDER, ""));
  }

  void remember(Head head) {
    writer.setLiveCommitData(
        Map.of(POSITION, Long.toString(head.position()), EMBEDDER, head.embedder()).entrySet());
  }

  /** Lets go without writing anything more. */
  void drop() throws IOException {
    searchers.close();
    writer.rollback();
    directory.close();
  }

  void close() throws IOException {
    searchers.close();
    writer.close();
    directory.close();
  }
}
