package dev.godmode.server.inference;

import dev.godmode.adapters.answers.MemoryAnswerCache;
import dev.godmode.adapters.answers.RedisAnswerCache;
import dev.godmode.control.inference.cache.AnswerCache;
import dev.godmode.control.inference.cache.AnswerCaches;
import dev.godmode.control.inference.cache.CacheDown;
import dev.godmode.control.inference.cache.CacheRules;
import dev.godmode.control.secret.SecretSources;
import java.net.URI;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Memory and Redis; what opens a Redis is looked up whenever it is connected to. */
public record OpenedCaches(Supplier<SecretSources> secrets, LongSupplier nanos)
    implements AnswerCaches.Opener {

  @Override
  public AnswerCache own() {
    return new MemoryAnswerCache(MemoryAnswerCache.MAX_BYTES, nanos);
  }

  @Override
  public AnswerCache shared(URI address, CacheRules rules) {
    return new RedisAnswerCache(
        address, () -> rules.key().map(key -> secrets.get().value(key.name(), CacheDown::new)));
  }
}
