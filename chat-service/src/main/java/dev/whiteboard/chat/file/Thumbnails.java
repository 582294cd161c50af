package dev.whiteboard.chat.file;

import dev.whiteboard.kit.store.StoreAwayException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small pictures of pictures, made when the first asks for one, and kept beside the file.
 *
 * <p>What a picture says of its size is believed only as far as it is small: one that would need
 * more pixels than a large camera's is not read at all. Of the others as few pixels are kept in
 * memory as the small picture needs. Nothing but pixels goes into it: no place, no camera, no date.
 */
public final class Thumbnails {
  /** The longer side of a small picture, in pixels. */
  public static final int SIDE_MAX = 320;

  /** What one can be made of. */
  static final Set<String> TYPES = Set.of("image/png", "image/jpeg", "image/gif");

  /** A large camera's; a progressive JPEG of so many takes 300 MB while it is read. */
  private static final long PIXELS_MAX = 50_000_000;

  /** Reading a picture is work for a processor, and memory. */
  private static final int AT_ONCE_MAX = 2;

  private static final Duration TURN_MAX = Duration.ofSeconds(4);

  /** So many times the small picture's pixels are read along each side, at least. */
  private static final int SCALE_BEFORE = 2;

  /** Exif is a segment of 64 KB at most, among the first. */
  private static final int EXIF_WITHIN_BYTES = 256 * 1024;

  private static final Logger log = LoggerFactory.getLogger(Thumbnails.class);

  private final FileFolder folder;
  private final FileMeters meters;
  private final Semaphore turns = new Semaphore(AT_ONCE_MAX, true);

  /** Of files in this folder, kept there. */
  public Thumbnails(FileFolder folder, FileMeters meters) {
    this.folder = folder;
    this.meters = meters;
  }

  /**
   * The small picture of a file.
   *
   * @param file one that {@link StoredFile#hasThumbnail}
   * @return a PNG or a JPEG; empty where none can be made of it
   * @throws StoreAwayException where too many are being made
   */
  public Optional<byte[]> of(StoredFile file) throws IOException {
    var kept = folder.thumbnail(file.content());
    var small = Files.exists(kept) ? Files.readAllBytes(kept) : makeInTurn(file, kept);
    return small.length > 0 ? Optional.of(small) : Optional.empty();
  }

  private byte[] makeInTurn(StoredFile file, Path kept) throws IOException {
    try {
      if (!turns.tryAcquire(TURN_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StoreAwayException("too many pictures are being made small");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreAwayException("the service ends");
    }
    try {
      return Files.exists(kept) ? Files.readAllBytes(kept) : make(file, kept);
    } finally {
      turns.release();
    }
  }

  private byte[] make(StoredFile file, Path kept) throws IOException {
    var source = folder.path(file.content());
    var small = small(source, file.type());
    meters.thumbnail(small.length > 0 ? "made" : "refused");
    keep(small, kept);
    if (!Files.exists(source)) {
      Files.deleteIfExists(kept); // the collector came by meanwhile
    }
    return small;
  }

  /** An empty one says that none can be made. Another node may be keeping the same: one will do. */
  private static void keep(byte[] small, Path kept) throws IOException {
    var fresh = FileFolder.unfinished(kept);
    try {
      Files.write(fresh, small, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | NoSuchFileException _) {
      Files.deleteIfExists(fresh); // left by who died, or the next one is kept
    }
  }

  private static byte[] small(Path source, String type) {
    try {
      var small = read(source, type);
      return encode(type.equals("image/jpeg") ? upright(small, source) : small);
    } catch (IOException | RuntimeException e) { // a broken picture makes its reader throw anything
      log.atDebug().setCause(e).log("no small picture can be made");
      return new byte[0];
    }
  }

  private static BufferedImage read(Path source, String type) throws IOException {
    var readers = ImageIO.getImageReadersByMIMEType(type);
    if (!readers.hasNext()) {
      throw new IOException("nothing reads " + type);
    }
    var reader = readers.next();
    try (var input = new FileImageInputStream(source.toFile())) {
      reader.setInput(input, true, true);
      return read(reader);
    } finally {
      reader.dispose();
    }
  }

  private static BufferedImage read(ImageReader reader) throws IOException {
    var width = reader.getWidth(0);
    var height = reader.getHeight(0);
    if ((long) width * height > PIXELS_MAX) {
      throw new IOException("too many pixels: %d x %d".formatted(width, height));
    }
    var step = Math.max(1, Math.max(width, height) / (SIDE_MAX * SCALE_BEFORE));
    var reading = reader.getDefaultReadParam();
    reading.setSourceSubsampling(step, step, 0, 0);
    return scaled(reader.read(0, reading), width, height);
  }

  /** In the proportions of the picture as it is; one that is small enough stays as it is. */
  private static BufferedImage scaled(BufferedImage image, int width, int height)
      throws IOException {
    var scale = Math.min(1.0, (double) SIDE_MAX / Math.max(width, height));
    var builder = net.coobird.thumbnailator.Thumbnails.of(image);
    return builder
        .forceSize(
            (int) Math.max(1, Math.round(width * scale)),
            (int) Math.max(1, Math.round(height * scale)))
        .asBufferedImage();
  }

  /** As the camera was held. */
  private static BufferedImage upright(BufferedImage image, Path source) throws IOException {
    try (var input = Files.newInputStream(source)) {
      var orientation =
          JpegExif.in(input.readNBytes(EXIF_WITHIN_BYTES))
              .map(ExifUtils::getOrientationFromExif)
              .orElse(Orientation.TOP_LEFT);
      return orientation == null || orientation == Orientation.TOP_LEFT
          ? image
          : ExifFilterUtils.getFilterForOrientation(orientation).apply(image);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
      log.atDebug().setCause(e).log("a picture speaks nonsense of how it was held");
      return image;
    }
  }

  private static byte[] encode(BufferedImage image) throws IOException {
    var output = new ByteArrayOutputStream();
    var format = image.getColorModel().hasAlpha() ? "png" : "jpeg";
    if (!ImageIO.write(image, format, output)) {
      throw new IOException("nothing writes " + format + " of this kind");
    }
    return output.toByteArray();
  }
}
