/** What secrets become before they are kept: {@link dev.whiteboard.kit.secret.TokenHash}. */
@NullMarked
package dev.whiteboard.kit.secret;

import org.jspecify.annotations.NullMarked;
