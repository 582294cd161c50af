package dev.whiteboard.cdn.store;

import dev.whiteboard.cdn.cache.Policy;
import dev.whiteboard.cdn.caching.StoredHead;
import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import dev.whiteboard.cdn.purge.Invalidation;
import dev.whiteboard.cdn.purge.Invalidation.Priority;
import dev.whiteboard.cdn.purge.Invalidation.Target;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Requests, responses and purges as tests need them. */
final class Stored {
  static final StoreBounds ROOMY = new StoreBounds(100_000_000, 10_000_000, 8);

  private Stored() {}

  static MemoryStore store(StoreBounds bounds) {
    return new MemoryStore(bounds, EntryCaches.of(Policy.LRU), Admission.ALWAYS);
  }

  static String url(String path) {
    return "http://a.test" + path;
  }

  static RequestHead get(String path, String... fields) {
    return new RequestHead("GET", "http", "a.test", path, Fields.of(fields));
  }

  /** Answers a request; all of its fields are those of {@code Vary}. */
  static StoredResponse response(RequestHead request, Set<String> tags) {
    return response(request, tags, 100);
  }

  static StoredResponse response(RequestHead request, Set<String> tags, int bytes) {
    return response(request, tags, bytes, 0);
  }

  static StoredResponse response(RequestHead request, Set<String> tags, int bytes, long asked) {
    var head = new StoredHead(request, new ResponseHead(200, Fields.NONE), asked, asked + 1);
    var builder = new BodyBuilder(bytes, bytes);
    builder.add(ByteBuffer.allocate(bytes));
    return new StoredResponse(head, builder.build(), tags, false);
  }

  static boolean keep(ObjectStore store, String path, String... tags) {
    var request = get(path);
    return store.keep(store.begin(request), request, response(request, Set.of(tags)));
  }

  static Invalidation hard(Target target) {
    return purge(target, false);
  }

  static Invalidation soft(Target target) {
    return purge(target, true);
  }

  static Target tags(String... tags) {
    return new Target.Tags(Set.of(tags));
  }

  static Target urls(String... paths) {
    var urls = new HashSet<String>();
    for (var path : paths) {
      urls.add(url(path));
    }
    return new Target.Urls(urls);
  }

  static Target prefix(String path) {
    return new Target.Prefix(url(path));
  }

  static Invalidation purge(Target target, boolean soft) {
    return new Invalidation(
        1, "i", target, soft, Priority.NORMAL, Instant.EPOCH, Duration.ofMinutes(1));
  }
}
