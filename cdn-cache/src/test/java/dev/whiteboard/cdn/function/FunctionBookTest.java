package dev.whiteboard.cdn.function;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.function.EdgeFunctions.Outcome;
import dev.whiteboard.cdn.function.FunctionException.Reason;
import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What functions can do, and how the book keeps them. */
class FunctionBookTest {
  private static final FunctionLimits LIMITS =
      new FunctionLimits(
          3,
          2,
          64,
          Duration.ofSeconds(20),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          16,
          100,
          4_096);

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final FunctionBook book =
      new FunctionBook(LIMITS, name -> name.startsWith("cdn-own-"), registry);

  @AfterEach
  void close() {
    book.close();
  }

  @Test
  void put_aNameThatIsTaken_isTheNextVersion() throws Exception {
    var first = done(book.put("f", Modules.answering(200)));
    var second = done(book.put("f", Modules.answering(404)));

    assertThat(first.version()).isEqualTo(1);
    assertThat(second.version()).isEqualTo(2);
    assertThat(second.sha256()).isNotEqualTo(first.sha256()).hasSize(64);
    assertThat(book.list()).containsExactly(second);
    assertThat(answer(request("/")).head().status()).isEqualTo(404);
  }

  @Test
  void put_aModuleThatIsNone_isRefusedAndTheOldOneStays() throws Exception {
    done(book.put("f", Modules.answering(200)));

    assertThat(failure(book.put("f", "no module".getBytes(ISO_8859_1))).reason())
        .isEqualTo(Reason.MODULE);

    assertThat(answer(request("/")).head().status()).isEqualTo(200);
    assertThat(failures("module")).isEqualTo(1);
  }

  @Test
  void put_moreNamesThanThereMayBe_isRefusedButAnotherVersionIsNot() throws Exception {
    for (var name : new String[] {"a", "b", "c"}) {
      done(book.put(name, Modules.answering(200)));
    }

    assertThat(failure(book.put("d", Modules.answering(200)))).hasMessageContaining("3 functions");
    assertThat(done(book.put("c", Modules.answering(201))).version()).isEqualTo(2);
    assertThat(book.remove("a")).isTrue();
    assertThat(book.remove("a")).isFalse();
    assertThat(done(book.put("d", Modules.answering(200))).name()).isEqualTo("d");
  }

  @Test
  void put_aNameOutOfBounds_isRefused() throws Exception {
    for (var name : new String[] {"", "-a", "A", "a b", "a".repeat(65), "a\n"}) {
      assertThat(failure(book.put(name, Modules.answering(200))).reason()).isEqualTo(Reason.MODULE);
    }
  }

  @Test
  void onRequest_ofAFunctionThatIsNotThere_fails() throws Exception {
    assertThat(failure(book.onRequest("nobody", request("/"))).reason()).isEqualTo(Reason.UNKNOWN);
    assertThat(failures("unknown")).isEqualTo(1);
  }

  @Test
  void onRequest_ofAFunctionWithoutThatHook_changesNothing() throws Exception {
    var info = done(book.put("f", Modules.example("security-headers")));

    assertThat(info.hooks()).containsExactly("on_response");
    assertThat(done(book.onRequest("f", request("/a")))).isEqualTo(new Outcome.GoOn(request("/a")));
  }

  @Test
  void onRequest_thatSetsAndRemoves_goesOnSo() throws Exception {
    done(
        book.put(
            "f",
            Modules.onRequest(
                """
                (data (i32.const 0) "/new?x=1")
                (data (i32.const 16) "X-Added")
                (data (i32.const 32) "yes")
                (data (i32.const 48) "cookie")
                """,
                """
                i32.const 0 i32.const 8 call $set_target
                i32.const 16 i32.const 7 i32.const 32 i32.const 3 call $set_request_header
                i32.const 48 i32.const 6 call $remove_request_header
                """)));

    var outcome = done(book.onRequest("f", request("/old", "cookie", "a=b", "accept", "*/*")));

    assertThat(outcome)
        .isEqualTo(new Outcome.GoOn(request("/new?x=1", "accept", "*/*", "x-added", "yes")));
  }

  @Test
  void onRequest_thatReads_isGivenAllLinesAndBytesAsTheyAre() throws Exception {
    done(book.put("f", Modules.echoing("a")));

    var answer = answer(request("/", "a", "1", "a", "\u00e9"));

    assertThat(body(answer)).isEqualTo("1, \u00e9");
  }

  @Test
  void onRequest_thatReadsWhatIsReserved_isGivenNothing() throws Exception {
    done(book.put("f", Modules.echoing("cdn-own-secret")));

    assertThat(body(answer(request("/", "cdn-own-secret", "x")))).isEqualTo("none");
  }

  @Test
  void onRequest_eachRun_beginsWithAFreshInstance() throws Exception {
    done(
        book.put(
            "f",
            Modules.onRequest(
                """
                (data (i32.const 0) "x")
                (global $runs (mut i32) (i32.const 0))
                (table 1 funcref)
                """,
                """
                global.get $runs i32.const 1 i32.add global.set $runs
                ref.null i32.const 5 table.grow drop
                i32.const 64 i32.const 64 i32.load i32.const 1 i32.add i32.store
                i32.const 200
                global.get $runs i32.add
                table.size i32.add
                i32.const 64 i32.load i32.add
                i32.const 0 i32.const 1 call $answer
                """)));

    for (var i = 0; i < 3; i++) {
      var answer = answer(request("/"));
      assertThat(answer.head().status()).isEqualTo(200 + 1 + 6 + 1);
      assertThat(body(answer)).isEqualTo("x");
    }
  }

  @Test
  void onResponse_thatSets_changesStatusAndFields() throws Exception {
    done(
        book.put(
            "f",
            Modules.onResponse(
                "(data (i32.const 0) \"server\")",
                """
                call $status i32.const 1 i32.add call $set_status
                i32.const 0 i32.const 6 call $remove_response_header
                """)));

    var head =
        done(
            book.onResponse(
                "f", request("/"), new ResponseHead(200, Fields.of("server", "x", "a", "b"))));

    assertThat(head).isEqualTo(new ResponseHead(201, Fields.of("a", "b")));
  }

  @Test
  void meters_ofRunsAndFailures_count() throws Exception {
    done(book.put("f", Modules.answering(200)));
    answer(request("/"));

    assertThat(registry.get("cdn.function").tag("hook", "request").timer().count()).isEqualTo(1);
    assertThat(failures("deadline")).isZero();
  }

  @Test
  void onRequest_manyAtOnce_allEndAsOneAlone() throws Exception {
    done(book.put("f", Modules.echoing("n")));
    var stages = new ArrayList<CompletionStage<Outcome>>();
    for (var i = 0; i < 50; i++) {
      stages.add(book.onRequest("f", request("/", "n", "number " + i)));
    }
    for (var i = 0; i < 50; i++) {
      assertThat(body((Outcome.Answer) done(stages.get(i)))).isEqualTo("number " + i);
    }
  }

  private Outcome.Answer answer(RequestHead request) throws Exception {
    return (Outcome.Answer) done(book.onRequest("f", request));
  }

  private double failures(String reason) {
    return registry.get("cdn.function.failures").tag("reason", reason).counter().count();
  }

  static String body(Outcome.Answer answer) {
    return ISO_8859_1.decode(answer.body().duplicate()).toString();
  }

  static RequestHead request(String target, String... fields) {
    return new RequestHead("GET", "https", "example.com", target, Fields.of(fields));
  }

  static <T> T done(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(90, TimeUnit.SECONDS);
  }

  static FunctionException failure(CompletionStage<?> stage) throws Exception {
    try {
      done(stage);
    } catch (ExecutionException e) {
      return (FunctionException) Objects.requireNonNull(e.getCause());
    }
    throw new AssertionError("it ended as it should");
  }
}
