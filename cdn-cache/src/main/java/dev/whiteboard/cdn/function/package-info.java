/**
 * Edge functions: WebAssembly within bounds.
 *
 * <p>Start at {@link dev.whiteboard.cdn.function.EdgeFunctions}. They run on threads of their own.
 */
@NullMarked
package dev.whiteboard.cdn.function;

import org.jspecify.annotations.NullMarked;
