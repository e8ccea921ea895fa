package dev.godmode.adapters.embeddings;

import dev.godmode.control.memory.Embedder;
import dev.godmode.control.memory.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.util.List;

/**
 * all-MiniLM-L6-v2, quantised: English sentences, 384 dimensions. The model comes with the build
 * and runs on the ONNX runtime. Of a long text it looks at the first hundred words or so.
 */
public final class MiniLmEmbedder implements Embedder {

  private static final int DIMENSIONS = 384;

  /** On the caller's thread: the runtime has threads of its own. */
  private final EmbeddingModel model = new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run);

  @Override
  public String name() {
    return "all-minilm-l6-v2-q";
  }

  @Override
  public int dimensions() {
    return DIMENSIONS;
  }

  @Override
  public List<Embedding> embed(List<String> texts) {
    return model.embedAll(texts.stream().map(TextSegment::from).toList()).content().stream()
        .map(embedding -> Embedding.of(embedding.vector(), DIMENSIONS))
        .toList();
  }
}
