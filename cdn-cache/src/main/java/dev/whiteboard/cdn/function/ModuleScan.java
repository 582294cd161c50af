package dev.whiteboard.cdn.function;

import static dev.whiteboard.cdn.function.ModuleBytes.bad;

import java.util.Set;

/**
 * Looks over a module's bytes before the library that compiles them sees any: a library allocates
 * what a count announces, and twenty bytes can announce two gigabytes.
 *
 * <p>One pass, no allocation that grows with the module. What it lets through is of WebAssembly
 * 1.0's shape: functions, one memory, tables, globals, segments. No garbage-collected types,
 * exceptions, shared memory, vectors: each is a way to take memory or time that no bound here
 * covers. Function bodies are left to {@link EdgeModule}, but for their sizes and locals: {@code
 * (local i32 × 50,000)} takes five bytes.
 *
 * <p>Format: WebAssembly Core Specification 2.0, chapter 5.
 */
final class ModuleScan {
  static final int MODULE_BYTES_MAX = 1 << 20;
  static final int FUNCTIONS_MAX = 4_096;
  static final int BODY_BYTES_MAX = 1 << 16;
  static final int LOCALS_MAX = 1_000;
  static final int ALL_LOCALS_MAX = 50_000;
  static final int TABLE_ENTRIES_MAX = 10_000;
  private static final int TYPES_MAX = 1_000;
  private static final int PARAMETERS_MAX = 64;
  private static final int RESULTS_MAX = 16;
  private static final int IMPORTS_MAX = 64;
  private static final int TABLES_MAX = 4;
  private static final int GLOBALS_MAX = 1_000;
  private static final int EXPORTS_MAX = 1_000;
  private static final int SEGMENTS_MAX = 1_000;

  /** As a little-endian magic number and version: {@code \0asm}, 1. */
  private static final int[] PREAMBLE = {0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00};

  /** i32, i64, f32, f64, funcref, externref. */
  private static final Set<Integer> VALUE_TYPES = Set.of(0x7f, 0x7e, 0x7d, 0x7c, 0x70, 0x6f);

  private static final Set<Integer> REFERENCE_TYPES = Set.of(0x70, 0x6f);

  private final Set<String> hostCalls;
  private final int memoryPagesMax;
  private int localsLeft = ALL_LOCALS_MAX;

  private ModuleScan(Set<String> hostCalls, int memoryPagesMax) {
    this.hostCalls = hostCalls;
    this.memoryPagesMax = memoryPagesMax;
  }

  /**
   * Refuses a module that is out of bounds.
   *
   * @param hostCalls names that it may import from {@code edge}
   */
  static void check(byte[] module, Set<String> hostCalls, int memoryPagesMax)
      throws FunctionException {
    if (module.length > MODULE_BYTES_MAX) {
      throw bad("is too large: " + module.length + " bytes; at most " + MODULE_BYTES_MAX);
    }
    var bytes = new ModuleBytes(module, 0, module.length);
    for (var expected : PREAMBLE) {
      if (!bytes.hasMore() || bytes.u8() != expected) {
        throw bad("is no WebAssembly, version 1");
      }
    }
    new ModuleScan(hostCalls, memoryPagesMax).sections(bytes);
  }

  private void sections(ModuleBytes bytes) throws FunctionException {
    while (bytes.hasMore()) {
      var id = bytes.u8();
      var section = bytes.part();
      section(id, section);
      if (id != 0 && section.hasMore()) {
        throw bad("has a section " + id + " with bytes left over");
      }
    }
  }

  private void section(int id, ModuleBytes section) throws FunctionException {
    switch (id) {
      case 0 -> section.name(); // whatever tools put there: nobody reads it
      case 1 -> each(section, "types", TYPES_MAX, this::type);
      case 2 -> each(section, "imports", IMPORTS_MAX, this::imported);
      case 3 -> each(section, "functions", FUNCTIONS_MAX, ModuleBytes::u32);
      case 4 -> each(section, "tables", TABLES_MAX, this::table);
      case 5 -> each(section, "memories", 1, this::memory);
      case 6 -> each(section, "globals", GLOBALS_MAX, this::global);
      case 7 -> each(section, "exports", EXPORTS_MAX, this::exported);
      case 8, 12 -> section.u32(); // the start function's number; the number of data segments
      case 9 -> each(section, "element segments", SEGMENTS_MAX, this::elements);
      case 10 -> each(section, "functions", FUNCTIONS_MAX, this::body);
      case 11 -> each(section, "data segments", SEGMENTS_MAX, this::data);
      default -> throw bad("has a section " + id + ", which is not taken");
    }
  }

  private void type(ModuleBytes bytes) throws FunctionException {
    if (bytes.u8() != 0x60) {
      throw bad("has a type that is no function's");
    }
    each(bytes, "parameters in a type", PARAMETERS_MAX, this::valueType);
    each(bytes, "results in a type", RESULTS_MAX, this::valueType);
  }

  private void valueType(ModuleBytes bytes) throws FunctionException {
    if (!VALUE_TYPES.contains(bytes.u8())) {
      throw bad("has a type of values that is not taken");
    }
  }

  private void referenceType(ModuleBytes bytes) throws FunctionException {
    if (!REFERENCE_TYPES.contains(bytes.u8())) {
      throw bad("has a type of references that is not taken");
    }
  }

  private void imported(ModuleBytes bytes) throws FunctionException {
    var from = bytes.name();
    var name = bytes.name();
    var isFunction = bytes.u8() == 0;
    bytes.u32();
    if (!isFunction || !from.equals(HostCalls.MODULE) || !hostCalls.contains(name)) {
      throw bad("imports " + Words.shown(from + "." + name) + ", which there is not");
    }
  }

  private void table(ModuleBytes bytes) throws FunctionException {
    referenceType(bytes);
    var flags = bytes.u8();
    if (flags > 1) {
      throw bad("has a table of a kind that is not taken");
    }
    var entries = bytes.u32();
    if (flags == 1) {
      bytes.u32();
    }
    if (entries > TABLE_ENTRIES_MAX) {
      throw bad("has a table of " + entries + " entries; at most " + TABLE_ENTRIES_MAX);
    }
  }

  private void memory(ModuleBytes bytes) throws FunctionException {
    var flags = bytes.u8();
    if (flags > 1) {
      throw bad("has a memory that is shared, or of 64 bits");
    }
    var pages = bytes.u32();
    if (flags == 1) {
      bytes.u32();
    }
    if (pages > memoryPagesMax) {
      throw bad("wants " + pages + " pages of memory; at most " + memoryPagesMax);
    }
  }

  private void global(ModuleBytes bytes) throws FunctionException {
    valueType(bytes);
    bytes.u8();
    expression(bytes);
  }

  private void exported(ModuleBytes bytes) throws FunctionException {
    bytes.name();
    bytes.u8();
    bytes.u32();
  }

  /** Bit 0: not active; bit 1: a table's number or a declaration; bit 2: expressions. */
  private void elements(ModuleBytes bytes) throws FunctionException {
    var flags = bytes.u8();
    var active = (flags & 1) == 0;
    if (flags > 7) {
      throw bad("has elements of a kind that is not taken");
    }
    if (active && (flags & 2) != 0) {
      bytes.u32();
    }
    if (active) {
      expression(bytes);
    }
    if ((flags & 3) != 0) {
      elementType(bytes, (flags & 4) != 0);
    }
    Step value = (flags & 4) == 0 ? ModuleBytes::u32 : this::expression;
    each(bytes, "elements in a segment", TABLE_ENTRIES_MAX, value);
  }

  private void elementType(ModuleBytes bytes, boolean expressions) throws FunctionException {
    if (expressions) {
      referenceType(bytes);
    } else if (bytes.u8() != 0) {
      throw bad("has elements of a kind that is not taken");
    }
  }

  private void data(ModuleBytes bytes) throws FunctionException {
    var kind = bytes.u32();
    if (kind > 2) {
      throw bad("has data of a kind that is not taken");
    }
    if (kind == 2) {
      bytes.u32();
    }
    if (kind != 1) {
      expression(bytes);
    }
    bytes.part();
  }

  private void body(ModuleBytes bytes) throws FunctionException {
    var from = bytes.position();
    var body = bytes.part();
    if (bytes.position() - from > BODY_BYTES_MAX) {
      throw bad("has a function of more than " + BODY_BYTES_MAX + " bytes");
    }
    var locals = 0L;
    for (var groups = body.count("groups of locals", LOCALS_MAX); groups > 0; groups--) {
      locals += body.u32();
      valueType(body);
    }
    localsLeft -= (int) Math.min(locals, ALL_LOCALS_MAX);
    if (locals > LOCALS_MAX || localsLeft < 0) {
      throw bad("has too many locals: at most " + LOCALS_MAX + " a function");
    }
  }

  /** A value that is known before anything runs. */
  private void expression(ModuleBytes bytes) throws FunctionException {
    for (var opcode = bytes.u8(); opcode != 0x0b; opcode = bytes.u8()) {
      switch (opcode) {
        case 0x23, 0x41, 0x42, 0xd2 -> bytes.skipNumber();
        case 0x43 -> bytes.skip(4);
        case 0x44 -> bytes.skip(8);
        case 0xd0 -> referenceType(bytes);
        default -> throw bad("has an initial value that is not taken");
      }
    }
  }

  private static void each(ModuleBytes bytes, String what, int most, Step step)
      throws FunctionException {
    for (var left = bytes.count(what, most); left > 0; left--) {
      step.read(bytes);
    }
  }

  /** Goes past one of something. */
  @FunctionalInterface
  private interface Step {
    void read(ModuleBytes bytes) throws FunctionException;
  }
}
