package dev.whiteboard.cdn.caching;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;

/**
 * What the rules know of a response that is kept.
 *
 * @param request what it answered, with those fields alone that its {@code Vary} names
 * @param response as it may be stored: fields of the connection are gone
 * @param askedAtMillis when the request was sent, since the epoch
 * @param receivedAtMillis when its head was there, since the epoch
 */
public record StoredHead(
    RequestHead request, ResponseHead response, long askedAtMillis, long receivedAtMillis) {}
