package dev.whiteboard.cdn.function;

import static dev.whiteboard.cdn.function.FunctionBookTest.done;
import static dev.whiteboard.cdn.function.FunctionBookTest.failure;
import static dev.whiteboard.cdn.function.FunctionBookTest.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.function.EdgeFunctions.Outcome;
import dev.whiteboard.cdn.function.FunctionException.Reason;
import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.ResponseHead;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Functions that mean harm. Each ends with an exception that says what it did, and the next
 * function on the same thread runs as if nothing had been: there is one thread only.
 */
class HostileModulesTest {
  private static final FunctionLimits LIMITS =
      new FunctionLimits(
          8,
          1,
          16,
          Duration.ofSeconds(60),
          Duration.ofMillis(200),
          Duration.ofSeconds(60),
          256,
          1_000,
          4_096);

  private final FunctionBook book =
      new FunctionBook(LIMITS, name -> name.equals("cdn-own"), new SimpleMeterRegistry());

  @AfterEach
  void close() {
    book.close();
  }

  @Test
  void run_anEndlessLoop_isStopped() throws Exception {
    assertEnds(Reason.DEADLINE, Modules.onRequest("", "loop $l br $l end"));
  }

  @Test
  void run_anEndlessLoopOverAJumpTable_isStopped() throws Exception {
    assertEnds(Reason.DEADLINE, Modules.onRequest("", "loop $l i32.const 7 br_table $l $l end"));
  }

  @Test
  void run_aTreeOfCallsWithoutALoop_isStopped() throws Exception {
    var functions = new StringBuilder("(func $f0)");
    for (var i = 1; i <= 60; i++) {
      var call = " call $f" + (i - 1);
      functions.append("(func $f").append(i).append(call).append(call).append(')');
    }
    assertEnds(Reason.DEADLINE, Modules.onRequest(functions.toString(), "call $f60"));
  }

  @Test
  void run_bulkOperationsInARow_areStopped() throws Exception {
    var fill = "i32.const 0 i32.const 1 i32.const 16777216 memory.fill ";
    var copy = "i32.const 0 i32.const 1 i32.const 16777215 memory.copy ";
    var module = Modules.hook("on_request", 256, "", (fill + copy).repeat(2_000));

    assertEnds(Reason.DEADLINE, module);
  }

  @Test
  void run_endlessRecursion_endsWithItsStack() throws Exception {
    assertEnds(Reason.STACK, Modules.onRequest("", "call $hook"));
  }

  @Test
  void run_endlessRecursionThroughATable_endsWithItsStack() throws Exception {
    assertEnds(
        Reason.STACK,
        Modules.onRequest(
            "(table 1 funcref) (elem (i32.const 0) $hook)", "i32.const 0 call_indirect"));
  }

  /** The host runs on what the guest has left of the stack: nothing of ours may break by that. */
  @Test
  void run_recursionThatCallsTheHostAtEachStep_breaksNothing() throws Exception {
    for (var call :
        new String[] {
          "i32.const 0 i32.const 1 i32.const 64 i32.const 64 call $request_header drop",
          "call $status drop",
          "i32.const 0 i32.const 2 call $set_target",
        }) {
      put("bad", Modules.onRequest("(data (i32.const 0) \"/a\")", call + " call $hook"));
      assertThat(failure(book.onRequest("bad", request("/"))).reason())
          .isIn(Reason.STACK, Reason.MISUSE);
      assertNextRuns();
    }
  }

  @Test
  void run_aMemoryThatGrowsForEver_endsAtItsCap() throws Exception {
    put(
        "f",
        Modules.onRequest(
            "",
            """
            loop $l
              i32.const 1 memory.grow
              i32.const -1
              i32.ne
              br_if $l
            end
            memory.size i32.const 200 i32.add
            i32.const 0 i32.const 0 call $answer
            """));

    var answer = (Outcome.Answer) done(book.onRequest("f", request("/")));

    assertThat(answer.head().status()).isEqualTo(200 + 256);
  }

  @Test
  void run_growingForEver_isStopped() throws Exception {
    assertEnds(
        Reason.DEADLINE, Modules.onRequest("", "loop $l i32.const 1 memory.grow drop br $l end"));
  }

  @Test
  void run_aTableThatGrowsForEver_isStoppedAtItsCap() throws Exception {
    assertEnds(
        Reason.DEADLINE,
        Modules.onRequest(
            "(table 1 funcref)", "loop $l ref.null i32.const 1000 table.grow drop br $l end"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unreachable",
        "i32.const 1 i32.const 0 i32.div_s drop",
        "i32.const 0x80000000 i32.const -1 i32.div_s drop",
        "i32.const 65536 i32.load drop",
        "i32.const -1 i32.const 0 i32.store",
        "i32.const 65533 i32.load drop",
        "i32.const 65535 i32.const 0 i32.const 2 memory.fill",
        "i32.const 3 call_indirect",
      })
  void run_aTrap_endsWithIt(String instructions) throws Exception {
    assertEnds(Reason.TRAP, Modules.onRequest("(table 1 funcref)", instructions));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pointer beyond memory      | i32.const 65536 i32.const 1 call $log
          length beyond memory       | i32.const 65535 i32.const 2 call $log
          sum over 32 bits           | i32.const -1 i32.const 2 call $log
          length without a sign      | i32.const 0 i32.const -1 call $log
          buffer beyond memory       | i32.const 65535 i32.const 2 call $target drop
          too many bytes             | i32.const 0 i32.const 4097 call $log
          a name that is none        | i32.const 0 i32.const 0 i32.const 8 i32.const 1 call $set_request_header
          a line break in a value    | i32.const 8 i32.const 1 i32.const 16 i32.const 3 call $set_request_header
          framing                    | i32.const 32 i32.const 4 i32.const 8 i32.const 1 call $set_request_header
          the network's own          | i32.const 48 i32.const 7 i32.const 8 i32.const 1 call $set_request_header
          a target that is none      | i32.const 8 i32.const 1 call $set_target
          a status out of range      | i32.const 199 i32.const 0 i32.const 0 call $answer
          the other hook's call      | i32.const 200 call $set_status
          too many calls             | loop $l call $status drop br $l end
          too many bytes in all      | loop $l i32.const 8 i32.const 1 i32.const 0 i32.const 0 call $request_header drop br $l end
          """)
  void run_misuseOfTheHost_endsWithIt(String what, String instructions) throws Exception {
    var data =
        """
        (data (i32.const 8) "a")
        (data (i32.const 16) "b\\nc")
        (data (i32.const 32) "Host")
        (data (i32.const 48) "Cdn-Own")
        """;

    assertEnds(Reason.MISUSE, Modules.onRequest(data, instructions));
  }

  @Test
  void run_tooManyFields_endsWithIt() throws Exception {
    assertEnds(
        Reason.MISUSE,
        Modules.onRequest(
            "",
            """
            (local $i i32)
            loop $l
              i32.const 0 local.get $i i32.const 16777216 i32.rem_u i32.const 65 i32.add i32.store8
              i32.const 1 local.get $i i32.const 26 i32.div_u i32.const 65 i32.add i32.store8
              i32.const 0 i32.const 2 i32.const 0 i32.const 0 call $set_request_header
              local.get $i i32.const 1 i32.add local.set $i
              br $l
            end
            """));
  }

  @Test
  void run_thatFailsHalfway_hasChangedNothing() throws Exception {
    var data = "(data (i32.const 0) \"x-a\")";
    put(
        "f",
        Modules.onResponse(
            data,
            "i32.const 0 i32.const 3 i32.const 0 i32.const 1 call $set_response_header unreachable"));
    var head = new ResponseHead(200, Fields.of("a", "b"));

    assertThat(failure(book.onResponse("f", request("/"), head)).reason()).isEqualTo(Reason.TRAP);
    assertThat(head.fields()).isEqualTo(Fields.of("a", "b"));
  }

  @Test
  void run_moreThanMayWait_areRefusedAtOnce() throws Exception {
    put("loop", Modules.onRequest("", "loop $l br $l end"));
    var stages = new ArrayList<CompletionStage<?>>();
    for (var i = 0; i < 40; i++) {
      stages.add(book.onRequest("loop", request("/")));
    }
    var busy = 0;
    for (var stage : stages) {
      busy += failure(stage).reason() == Reason.BUSY ? 1 : 0;
    }

    assertThat(busy).isBetween(1, 40 - 16);
    assertNextRuns();
  }

  @Test
  void run_thatWaitsTooLong_isRefused() throws Exception {
    var impatient =
        new FunctionLimits(
            8,
            1,
            16,
            Duration.ofMillis(20),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            16,
            100,
            100);
    try (var hasty = new FunctionBook(impatient, _ -> false, new SimpleMeterRegistry())) {
      done(hasty.put("loop", Modules.onRequest("", "loop $l br $l end")));
      var first = hasty.onRequest("loop", request("/"));
      var second = hasty.onRequest("loop", request("/"));

      assertThat(failure(second).reason()).isEqualTo(Reason.BUSY);
      assertThat(failure(first).reason()).isEqualTo(Reason.DEADLINE);
    }
  }

  @Test
  void put_anEndlessStart_isStopped() throws Exception {
    var limits =
        new FunctionLimits(
            8,
            1,
            16,
            Duration.ofSeconds(60),
            Duration.ofMillis(200),
            Duration.ofSeconds(3),
            16,
            100,
            100);
    try (var own = new FunctionBook(limits, _ -> false, new SimpleMeterRegistry())) {
      var module = Modules.onRequest("(func $endless loop $l br $l end) (start $endless)", "");

      assertThat(failure(own.put("f", module)).reason()).isEqualTo(Reason.DEADLINE);
      assertThat(own.list()).isEmpty();
    }
  }

  @Test
  void put_aStartThatTraps_isRefused() throws Exception {
    var module = Modules.onRequest("(func $bad unreachable) (start $bad)", "");

    assertThat(failure(book.put("f", module)).reason()).isEqualTo(Reason.MODULE);
  }

  @Test
  void put_aStartThatRecurses_isRefused() throws Exception {
    var module = Modules.onRequest("(func $bad call $bad) (start $bad)", "");

    assertThat(failure(book.put("f", module)).reason()).isEqualTo(Reason.STACK);
  }

  private void put(String name, byte[] module) throws Exception {
    done(book.put(name, module));
  }

  private void assertEnds(Reason reason, byte[] module) throws Exception {
    put("bad", module);
    var failure = failure(book.onRequest("bad", request("/")));

    assertThat(failure).hasMessageNotContaining("\n");
    assertThat(failure.reason()).as(failure.toString()).isEqualTo(reason);
    assertNextRuns();
  }

  private void assertNextRuns() throws Exception {
    put("good", Modules.answering(200));
    for (var i = 0; i < 3; i++) {
      var answer = (Outcome.Answer) done(book.onRequest("good", request("/")));
      assertThat(answer.head().status()).isEqualTo(200);
    }
  }
}
