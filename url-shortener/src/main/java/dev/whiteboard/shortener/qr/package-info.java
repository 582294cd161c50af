/**
 * A short URL as a QR code, to print or to hold a camera at.
 *
 * <p>Reading order: {@link dev.whiteboard.shortener.qr.QrCode}, {@link
 * dev.whiteboard.shortener.qr.QrSvg}, {@link dev.whiteboard.shortener.qr.QrPng}.
 *
 * <p>Threads: all of it computes and may run anywhere; a large PNG takes some milliseconds.
 */
@NullMarked
package dev.whiteboard.shortener.qr;

import org.jspecify.annotations.NullMarked;
