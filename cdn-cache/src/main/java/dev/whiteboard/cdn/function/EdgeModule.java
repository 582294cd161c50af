package dev.whiteboard.cdn.function;

import static dev.whiteboard.cdn.function.ModuleBytes.bad;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import java.io.ByteArrayInputStream;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A module that was compiled to bytecode, of which each run makes a fresh instance.
 *
 * <p>Fresh means tables too: the library lets an instance grow the limits that are the module's, so
 * that the next would begin as large as the last ended. Each gets limits of its own here.
 */
final class EdgeModule {
  /** The most instructions of a function; what is longer is no longer compiled in a second. */
  private static final int INSTRUCTIONS_MAX = 20_000;

  /** The most jumps in tables, of the module: each is compiled with all that it drops. */
  private static final int TABLE_JUMPS_MAX = 10_000;

  /** The deepest blocks in blocks. */
  private static final int DEPTH_MAX = 500;

  private final WasmModule module;
  private final Function<Instance, Machine> machines;
  private final Set<Hook> hooks;

  private EdgeModule(WasmModule module, Function<Instance, Machine> machines, Set<Hook> hooks) {
    this.module = module;
    this.machines = machines;
    this.hooks = hooks;
  }

  /** Reads and compiles. Takes long, and can't be interrupted; its bounds are what ends it. */
  static EdgeModule compile(byte[] bytes, FunctionLimits limits) throws FunctionException {
    ModuleScan.check(bytes, HostCalls.names(), limits.memoryPagesMax());
    var parser = Parser.builder().withCustomParsers(Map.of());
    var unchecked =
        parser.withValidation(false).build().parse(() -> new ByteArrayInputStream(bytes));
    checkCode(unchecked);
    var module = parser.withValidation(true).build().parse(() -> new ByteArrayInputStream(bytes));
    var hooks = hooks(module);
    var machines =
        MachineFactoryCompiler.builder(module)
            .withInterpreterFallback(InterpreterFallback.FAIL)
            .compile();
    return new EdgeModule(module, machines, hooks);
  }

  Set<Hook> hooks() {
    return hooks;
  }

  /** Makes an instance, its start function run. */
  Instance instance(HostCalls calls, FunctionLimits limits) {
    return Instance.builder(module)
        .withImportValues(calls.imports())
        .withMachineFactory(machines)
        .withMemoryFactory(declared -> new CappedMemory(declared, limits.memoryPagesMax()))
        .withTableFactory(EdgeModule::table)
        .withStart(false)
        .build();
  }

  /** Runs a hook from its beginning to its end, on this thread. */
  void run(Hook hook, HostCalls calls, FunctionLimits limits) {
    instance(calls, limits).export(hook.export()).apply();
  }

  private static TableInstance table(Table declared, int initial) {
    var limits = declared.limits();
    var most = Math.min(limits.max(), ModuleScan.TABLE_ENTRIES_MAX);
    var own = new Table(declared.elementType(), new TableLimits(limits.min(), most));
    return new TableInstance(own, initial);
  }

  private static void checkCode(WasmModule module) throws FunctionException {
    var jumps = 0;
    for (var body : module.codeSection().functionBodies()) {
      jumps += checkBody(body);
      if (jumps > TABLE_JUMPS_MAX) {
        throw bad("has more than " + TABLE_JUMPS_MAX + " jumps in tables");
      }
    }
  }

  private static int checkBody(FunctionBody body) throws FunctionException {
    if (body.instructions().size() > INSTRUCTIONS_MAX) {
      throw bad("has a function of more than " + INSTRUCTIONS_MAX + " instructions");
    }
    var jumps = 0;
    for (var instruction : body.instructions()) {
      if (!isTaken(instruction.opcode().opcode())) {
        throw bad("has an instruction that is not taken: " + instruction.opcode());
      }
      if (instruction.depth() > DEPTH_MAX) {
        throw bad("has blocks nested deeper than " + DEPTH_MAX);
      }
      jumps += instruction.labelTable().size();
    }
    return jumps;
  }

  /**
   * WebAssembly 2.0 without vectors. Not taken are exceptions (0x06 to 0x0a), tail calls and calls
   * by reference (0x12 to 0x15), objects (0xfb), vectors (0xfd) and atomics (0xfe).
   */
  private static boolean isTaken(int opcode) {
    return opcode <= 0x05
        || isBetween(0x0b, opcode, 0x11)
        || isBetween(0x1a, opcode, 0x1c)
        || isBetween(0x20, opcode, 0x26)
        || isBetween(0x28, opcode, 0xc4)
        || isBetween(0xd0, opcode, 0xd2)
        || isBetween(0xfc00, opcode, 0xfc11);
  }

  private static boolean isBetween(int first, int opcode, int last) {
    return first <= opcode && opcode <= last;
  }

  private static Set<Hook> hooks(WasmModule module) throws FunctionException {
    var hooks = EnumSet.noneOf(Hook.class);
    for (var hook : Hook.values()) {
      if (exports(module, hook.export(), ExternalType.FUNCTION)) {
        checkType(module, hook);
        hooks.add(hook);
      }
    }
    if (hooks.isEmpty() || !exports(module, "memory", ExternalType.MEMORY)) {
      throw bad("must export its memory, and on_request or on_response or both");
    }
    return hooks;
  }

  private static boolean exports(WasmModule module, String name, ExternalType type) {
    var section = module.exportSection();
    for (var i = 0; i < section.exportCount(); i++) {
      var export = section.getExport(i);
      if (export.name().equals(name) && export.exportType() == type) {
        return true;
      }
    }
    return false;
  }

  private static void checkType(WasmModule module, Hook hook) throws FunctionException {
    var section = module.exportSection();
    for (var i = 0; i < section.exportCount(); i++) {
      var export = section.getExport(i);
      if (export.name().equals(hook.export()) && !isPlain(module, export.index())) {
        throw bad("must export " + hook.export() + " without parameters and results");
      }
    }
  }

  private static boolean isPlain(WasmModule module, int function) {
    var imported = module.importSection().importCount();
    if (function < imported) {
      return false;
    }
    var type =
        module.typeSection().getType(module.functionSection().getFunctionType(function - imported));
    return type.params().isEmpty() && type.returns().isEmpty();
  }
}
