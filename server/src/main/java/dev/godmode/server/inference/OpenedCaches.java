package dev.godmode.server.inference;

import dev.godmode.adapters.answers.MemoryAnswerCache;
import dev.godmode.adapters.answers.RedisAnswerCache;
import dev.godmode.control.inference.cache.AnswerCache;
import dev.godmode.control.inference.cache.AnswerCaches;
import dev.godmode.control.inference.cache.CacheDown;
import dev.godmode.control.inference.cache.CacheRules;
import dev.godmode.control.secret.SecretSource.Absent;
import dev.godmode.control.secret.SecretSource.Found;
import dev.godmode.control.secret.SecretSource.Trouble;
import dev.godmode.control.secret.SecretSources;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.protocol.text.SecretReference;
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
    return new RedisAnswerCache(address, () -> rules.key().map(this::value));
  }

  private SecretValue value(SecretReference key) {
    return switch (secrets.get().find(key.name()).finding()) {
      case Found(var value) -> value;
      case Absent _ -> throw new CacheDown("its key has no value: gm secrets set " + key.name());
      case Trouble(var why, _) ->
          throw new CacheDown(
              "its key, the secret '%s', cannot be had: %s".formatted(key.name(), why));
    };
  }
}
