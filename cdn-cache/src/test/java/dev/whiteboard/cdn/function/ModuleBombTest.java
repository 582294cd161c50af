package dev.whiteboard.cdn.function;

import static dev.whiteboard.cdn.function.FunctionBookTest.done;
import static dev.whiteboard.cdn.function.FunctionBookTest.failure;
import static dev.whiteboard.cdn.function.FunctionBookTest.request;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.whiteboard.cdn.function.FunctionException.Reason;
import dev.whiteboard.cdn.function.Wat.Bytes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Modules that are small as bytes and large as anything else. */
class ModuleBombTest {
  private static final FunctionLimits LIMITS =
      new FunctionLimits(
          8,
          1,
          16,
          Duration.ofSeconds(60),
          Duration.ofMillis(500),
          Duration.ofSeconds(60),
          16,
          100,
          1_000);

  /** What a count may announce in five bytes. */
  private static final int TWO_GIGABYTES = Integer.MAX_VALUE;

  static Stream<Arguments> bombs() {
    return Stream.of(
        bomb("larger than a module may be", new byte[ModuleScan.MODULE_BYTES_MAX + 1]),
        bomb("no module", new byte[0]),
        bomb("version 2", new Bytes().raw(0, 'a', 's', 'm', 2, 0, 0, 0).toByteArray()),
        bomb("a section beyond the end", module(1, sized(TWO_GIGABYTES))),
        bomb("types announced", section(1, sized(TWO_GIGABYTES))),
        bomb("parameters announced", section(1, new Bytes().raw(1, 0x60).bytes(sized(64)))),
        bomb("a type of objects", section(1, new Bytes().raw(1, 0x5f, 0))),
        bomb("a group of types", section(1, new Bytes().raw(1, 0x4e).bytes(sized(TWO_GIGABYTES)))),
        bomb("vectors", section(1, new Bytes().raw(1, 0x60, 1, 0x7b, 0))),
        bomb("a memory too large", section(5, new Bytes().raw(1, 0, 17))),
        bomb("two memories", section(5, new Bytes().raw(2, 0, 1, 0, 1))),
        bomb("a shared memory", section(5, new Bytes().raw(1, 3, 1, 1))),
        bomb("a table too large", section(4, new Bytes().raw(1, 0x70, 0).unsigned(10_001))),
        bomb("exceptions", section(13, new Bytes().raw(0))),
        bomb("a name beyond the end", section(0, sized(TWO_GIGABYTES))),
        bomb("an import of WASI", section(2, wasi())),
        bomb("an import of memory", section(2, new Bytes().raw(1, 4).bytes(ascii("edge")))),
        bomb("data announced", section(11, new Bytes().raw(1, 1).bytes(sized(TWO_GIGABYTES)))),
        bomb("elements announced", section(9, new Bytes().raw(1, 1, 0).bytes(sized(10_000)))),
        bomb("locals, five bytes of them", section(10, locals(50_000))),
        bomb("locals beyond 31 bits", section(10, locals(0xffff_ffffL))),
        bomb("locals over many functions", section(10, manyLocals())),
        bomb("an initial value that is computed", section(6, new Bytes().raw(1, 0x7f, 0, 0x6a))),
        bomb("a number without an end", section(3, new Bytes().raw(1).bytes(sized(-1L)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bombs")
  void check_aBomb_isRefusedBeforeAnythingIsAllocated(String what, byte[] module) {
    assertThatThrownBy(() -> ModuleScan.check(module, HostCalls.names(), 16))
        .isInstanceOfSatisfying(
            FunctionException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.MODULE));
  }

  static Stream<Arguments> heavyCode() {
    var deep = "i32.const 0 ".repeat(6_000);
    return Stream.of(
        Arguments.of("a jump table over a deep stack", "block " + deep + table(6_000) + " end"),
        Arguments.of("blocks in blocks", "block ".repeat(600) + "end ".repeat(600)),
        Arguments.of("too many instructions", "i32.const 0 drop ".repeat(10_001)),
        Arguments.of(
            "frames of many locals",
            "(local " + "i64 ".repeat(1_000) + ")" + " i32.const 0 if end".repeat(3_000)),
        Arguments.of(
            "a function beyond what a method holds",
            "block "
                + "i32.const 0 ".repeat(300)
                + "i32.const 0 br_if 0 ".repeat(300)
                + "drop ".repeat(300)
                + "end"),
        Arguments.of("atomics", "i32.const 0 i32.atomic_load drop"),
        Arguments.of("a tail call", "return_call $hook"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("heavyCode")
  void put_codeThatIsTooMuchToCompile_isRefused(String what, String instructions) throws Exception {
    try (var book = book()) {
      assertThat(failure(book.put("f", Modules.onRequest("", instructions))).reason())
          .isEqualTo(Reason.MODULE);
      assertThat(done(book.put("f", Modules.answering(200))).version()).isEqualTo(1);
    }
  }

  @Test
  void put_withoutAHookOrMemory_isRefused() throws Exception {
    try (var book = book()) {
      for (var module :
          new String[] {
            "(module)",
            "(module (memory (export \"memory\") 1))",
            "(module (func (export \"on_request\")))",
            "(module (memory (export \"memory\") 1) (func (export \"on_request\") (param i32)))",
            "(module (memory (export \"memory\") 1)"
                + " (func (export \"on_request\") (result i32) i32.const 0))",
            "(module (import \"edge\" \"status\" (func $s (param i32)))"
                + " (memory (export \"memory\") 1) (func (export \"on_request\")))",
          }) {
        assertThat(failure(book.put("f", Wat.assemble(module))).reason())
            .as(module)
            .isEqualTo(Reason.MODULE);
      }
    }
  }

  @Property(tries = 2_000)
  void check_aModuleWithBrokenBytes_passesOrSaysWhy(
      @ForAll @Size(min = 1, max = 6) @IntRange(min = 0, max = 1_000_000) int[] places,
      @ForAll byte value) {
    var module = broken(places, value);

    var thrown = catchThrowable(() -> ModuleScan.check(module, HostCalls.names(), 16));

    assertThat(thrown == null || thrown instanceof FunctionException).as("%s", thrown).isTrue();
  }

  @Property(tries = 40)
  void put_aModuleWithBrokenBytes_runsOrSaysWhy(
      @ForAll @Size(min = 1, max = 3) @IntRange(min = 0, max = 1_000_000) int[] places,
      @ForAll byte value)
      throws Exception {
    try (var book = book()) {
      done(book.put("f", broken(places, value)));
      done(book.onRequest("f", request("/", "cookie", "bucket=a")));
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(FunctionException.class);
    }
  }

  private static byte[] broken(int[] places, byte value) {
    var module = Modules.example("ab-bucket");
    for (var place : places) {
      module[Math.floorMod(place, module.length)] = value;
    }
    return module;
  }

  private static FunctionBook book() {
    return new FunctionBook(LIMITS, _ -> false, new SimpleMeterRegistry());
  }

  private static Arguments bomb(String what, byte[] module) {
    return Arguments.of(what, module);
  }

  private static byte[] section(int id, byte[] content) {
    return module(id, new Bytes().bytes(sized(content.length)).bytes(content).toByteArray());
  }

  private static byte[] section(int id, Bytes content) {
    return section(id, content.toByteArray());
  }

  private static byte[] module(int id, byte[] rest) {
    return new Bytes().raw(0, 'a', 's', 'm', 1, 0, 0, 0).raw(id).bytes(rest).toByteArray();
  }

  private static byte[] sized(long count) {
    return new Bytes().unsigned(count).toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private static Bytes wasi() {
    return new Bytes()
        .raw(1, 22)
        .bytes(ascii("wasi_snapshot_preview1"))
        .raw(8)
        .bytes(ascii("fd_write"))
        .raw(0, 0);
  }

  private static Bytes locals(long count) {
    var body = new Bytes().raw(1).unsigned(count).raw(0x7f, 0x0b).toByteArray();
    return new Bytes().raw(1).unsigned(body.length).bytes(body);
  }

  private static Bytes manyLocals() {
    var out = new Bytes().unsigned(51);
    for (var i = 0; i < 51; i++) {
      out.raw(5, 1).unsigned(1_000).raw(0x7f, 0x0b);
    }
    return out;
  }

  private static String table(int jumps) {
    return "br_table " + "0 ".repeat(jumps);
  }
}
