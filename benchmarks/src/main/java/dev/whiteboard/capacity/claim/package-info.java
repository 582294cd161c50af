/**
 * What the interviews claim, each from its own inputs.
 *
 * <pre>
 *   Input, Inputs     what the interviews state and what we assume, by names that a reader can set
 *   Claim             one stated figure: recomputed, what it leaves out, and how it can be checked
 *   Check             the ways to hold a claim against what was measured
 *   ShortenerClaims, ChatClaims, CdnClaims, OtherClaims      all of them; Claims has them in one list
 * </pre>
 */
@NullMarked
package dev.whiteboard.capacity.claim;

import org.jspecify.annotations.NullMarked;
