package dev.whiteboard.cdn.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.cdn.function.FunctionBook;
import dev.whiteboard.cdn.function.FunctionLimits;
import dev.whiteboard.cdn.route.RouteBook;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two processes with a book each; what one has goes to the other as bytes. */
class BooksTest {
  private static final URI ORIGIN = URI.create("http://127.0.0.1:1");
  private static final int COMPILE_SECONDS_MAX = 60;

  private final Holder one = new Holder(1_000);
  private final Holder other = new Holder(5_000);

  /** With a clock that stands still. */
  private static final class Holder {
    private final RouteBook routes = new RouteBook(List.of(), ORIGIN::equals);
    private final FunctionBook functions =
        new FunctionBook(FunctionLimits.DEFAULT, _ -> false, new SimpleMeterRegistry());
    private final Books books;

    private Holder(long millis) {
      books = new Books(routes, functions, () -> Instant.ofEpochMilli(millis));
    }

    private void put(String name, String example) throws Exception {
      var _ =
          books
              .putFunction(name, example(example), functions.most())
              .toCompletableFuture()
              .get(COMPILE_SECONDS_MAX, TimeUnit.SECONDS);
    }

    private void route(String name) {
      books.replaceRoutes(_ -> true, "- { name: %s, origin: \"%s\" }".formatted(name, ORIGIN));
    }

    private boolean takeFrom(Holder from) throws Exception {
      var bytes = BookCodec.write(from.books.book(books.modules()));
      return books.take(BookCodec.read(bytes));
    }
  }

  @AfterEach
  void close() {
    one.functions.close();
    other.functions.close();
  }

  @Test
  void take_newerBook_holdsAllOfIt_andTheSameVersion() throws Exception {
    one.put("hello", "hello");
    one.put("hello", "ab-bucket");
    one.route("all");
    other
        .functions
        .put("mine", example("hello"))
        .toCompletableFuture()
        .get(COMPILE_SECONDS_MAX, TimeUnit.SECONDS);

    assertThat(other.takeFrom(one)).isTrue();

    assertThat(other.books.version()).isEqualTo(one.books.version());
    assertThat(other.routes.json()).isEqualTo(one.routes.json());
    assertThat(other.functions.list()).isEqualTo(one.functions.list());
    assertThat(other.takeFrom(one)).isFalse();
  }

  @Test
  void take_olderBook_changesNothing_andItsProcessTakesTheNewer() throws Exception {
    one.route("older");
    other.route("newer");

    assertThat(other.takeFrom(one)).isFalse();
    assertThat(one.takeFrom(other)).isTrue();

    assertThat(one.routes.json()).contains("newer").isEqualTo(other.routes.json());
  }

  @Test
  void change_whereTheClockIsBehind_isNewerEvenSo() throws Exception {
    other.route("of-a-clock-ahead");
    one.takeFrom(other);
    one.route("after-it");

    assertThat(other.takeFrom(one)).isTrue();
    assertThat(other.routes.json()).contains("after-it");
  }

  @Test
  void take_whatAProcessWasStartedWith_isNewerThanNothing() throws Exception {
    assertThat(other.takeFrom(one)).isFalse();
  }

  /**
   * Its function could hold, its routes can't; the other way about with a module that is another.
   */
  @Test
  void take_bookThatCannotHoldHere_isRefusedAsAWhole() throws Exception {
    one.put("hello", "hello");
    one.route("all");
    var good = one.books.book(Set.of());
    var before = other.books.version();
    var strange = good.routes().replace(ORIGIN.toString(), "http://10.0.0.1");
    var function = good.functions().getFirst();
    var changed =
        new Book.Function(
            "hello", 1, function.bounds(), function.sha256(), Optional.of(example("ab-bucket")));

    isRefused(new Book(good.version(), strange, good.functions()));
    isRefused(new Book(good.version(), good.routes(), List.of(changed)));
    isRefused(new Book(good.version(), good.routes(), List.of(function, function)));
    isRefused(one.books.book(one.books.modules()));

    assertThat(other.books.version()).isEqualTo(before);
    assertThat(other.functions.list()).isEmpty();
    assertThat(other.routes.routes()).isEmpty();
  }

  private void isRefused(Book book) {
    assertThatThrownBy(() -> other.books.take(book)).isInstanceOf(BadBookException.class);
  }

  @Test
  void read_bytesThatAreNoBook_areRefused() throws Exception {
    one.put("hello", "hello");
    one.route("all");
    var good = BookCodec.write(one.books.book(Set.of()));
    for (var length = 0; length < good.length; length += 7) {
      var cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> BookCodec.read(cut)).isInstanceOf(BadBookException.class);
    }
    var longer = Arrays.copyOf(good, good.length + 1);
    assertThatThrownBy(() -> BookCodec.read(longer)).isInstanceOf(BadBookException.class);
    good[0] = 2;
    assertThatThrownBy(() -> BookCodec.read(good)).hasMessageContaining("unknown format");
  }

  private static byte[] example(String name) throws IOException {
    try (var in = BooksTest.class.getResourceAsStream("/functions/" + name + ".wasm")) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }
}
