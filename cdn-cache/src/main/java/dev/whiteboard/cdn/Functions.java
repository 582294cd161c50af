package dev.whiteboard.cdn;

import dev.whiteboard.cdn.book.Books;
import dev.whiteboard.cdn.function.FunctionBook;
import dev.whiteboard.cdn.function.FunctionLimits;
import dev.whiteboard.cdn.tier.NodeFields;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The edge functions to begin with: three examples, by their names. */
final class Functions {
  static final List<String> EXAMPLES = List.of("ab-bucket", "hello", "security-headers");

  private static final Logger log = LoggerFactory.getLogger(Functions.class);

  /** Who asked, by which way, and what became of it, is the network's to say. */
  private static final Set<String> OWN_FIELDS =
      Set.of(
          "age",
          "cache-status",
          "cdn-loop",
          "forwarded",
          "via",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-request-id");

  private Functions() {}

  /** Opens a book. */
  static FunctionBook open(FunctionLimits limits, MeterRegistry registry) {
    return new FunctionBook(limits, Functions::isOwn, registry);
  }

  /** The examples are compiled from now on, and are there within some seconds. */
  static void addExamples(Books books) {
    for (var name : EXAMPLES) {
      var _ = books.beginWith(name, example(name)).whenComplete((_, why) -> tell(name, why));
    }
  }

  static boolean isOwn(String field) {
    return field.startsWith(NodeFields.PREFIX) || OWN_FIELDS.contains(field);
  }

  private static void tell(String name, @Nullable Throwable failure) {
    if (failure != null) {
      log.atWarn().addKeyValue("function", name).setCause(failure).log("example not there");
    }
  }

  private static byte[] example(String name) {
    var path = "/functions/" + name + ".wasm";
    try (var in = Objects.requireNonNull(Functions.class.getResourceAsStream(path), path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
