/**
 * Edge functions: WebAssembly within bounds.
 *
 * <p>In reading order: {@link dev.whiteboard.cdn.function.EdgeFunctions}, {@link
 * dev.whiteboard.cdn.function.FunctionBook}, {@code HostCalls} (all that a function can do), {@code
 * RunState}, {@code EdgeModule}, {@code ModuleScan}, {@code Sandbox}, {@code CappedMemory}.
 *
 * <pre>
 *   put    bytes -> ModuleScan -> EdgeModule.compile -> an instance as a trial -> has the name
 *   run    head -> RunState -> Sandbox thread: fresh instance, hook -> head, or an answer
 *                                  ^ HostCalls           ^ watchdog: interrupt at the deadline
 * </pre>
 *
 * <p>A function is a module that exports {@code memory}, and {@code on_request} or {@code
 * on_response} or both, without parameters and results. It is given nothing but module {@code
 * edge}: no clock, no randomness, no files, no network.
 *
 * <p>Time is bounded by a watchdog and not by fuel: the library's listener, which could count
 * instructions, is never called by compiled code. Compiled code looks for an interrupt at each jump
 * back and each call; what is between two of them is bounded by a function's size.
 *
 * <p>Threads: anybody may call, nothing blocks. Functions run on a few threads of their own, and
 * are compiled on another; results complete there, so that who has an event loop goes back to it.
 */
@NullMarked
package dev.whiteboard.cdn.function;

import org.jspecify.annotations.NullMarked;
