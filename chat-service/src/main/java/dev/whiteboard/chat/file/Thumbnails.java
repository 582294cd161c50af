package dev.whiteboard.chat.file;

import dev.whiteboard.kit.store.StoreAwayException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
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
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small pictures of pictures, made when the first asks for one, and kept beside the file.
 *
 * <p>What a picture says of its size is believed only as far as it is small: one that would need
 * more memory than a large camera's is not read at all. Of the others as few pixels are kept in
 * memory as the small picture needs. Nothing but pixels goes into it: no place, no camera, no date.
 *
 * <p>Reading one is a second of a processor, and a virtual thread would not let go of that. So
 * there are threads for it, and a line before them.
 */
public final class Thumbnails implements AutoCloseable {
  /** The longer side of a small picture, in pixels. */
  public static final int SIDE_MAX = 320;

  /** What one can be made of. */
  static final Set<String> TYPES = Set.of("image/png", "image/jpeg", "image/gif");

  /** A large camera's. */
  private static final long PIXELS_MAX = 50_000_000;

  /** As much as a JPEG can be: of a PNG some whole rows are in memory, whatever is asked of it. */
  private static final int SIDE_PIXELS_MAX = 65_535;

  /** Of a JPEG in several scans, all pixels are in memory, at 6 bytes each: 60 MB. */
  private static final long SCANS_PIXELS_MAX = 10_000_000;

  /** Scans, or passes of a PNG, that are read; each of a JPEG is as much work as all of it. */
  private static final int PASSES_MAX = 10;

  /** Reading a picture is work for a processor, and memory. */
  private static final int AT_ONCE_MAX = 2;

  /** Beyond so many in line nobody else gets a turn in time. */
  private static final int WAITING_MAX = 64;

  /** With the wait for its turn. */
  private static final Duration TURN_MAX = Duration.ofSeconds(4);

  /** So many times the small picture's pixels are read along each side, at least. */
  private static final int SCALE_BEFORE = 2;

  /** Exif is a segment of 64 KB at most, among the first; colours and thumbnails may follow it. */
  private static final int HEAD_BYTES = 1024 * 1024;

  private static final Logger log = LoggerFactory.getLogger(Thumbnails.class);

  private final FileFolder folder;
  private final FileMeters meters;
  private final ThreadPoolExecutor threads;
  private final Duration turnMax;

  /** Of files in this folder, kept there. */
  public Thumbnails(FileFolder folder, FileMeters meters) {
    this(folder, meters, threads(), TURN_MAX);
  }

  Thumbnails(FileFolder folder, FileMeters meters, ThreadPoolExecutor threads, Duration turnMax) {
    this.folder = folder;
    this.meters = meters;
    this.threads = threads;
    this.turnMax = turnMax;
  }

  /** A few, and a line of bounded length before them. */
  static ThreadPoolExecutor threads() {
    return new ThreadPoolExecutor(
        AT_ONCE_MAX,
        AT_ONCE_MAX,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(WAITING_MAX),
        Thread.ofPlatform().daemon().name("thumbnail-", 0).factory());
  }

  /**
   * The small picture of a file. Blocks until it is there.
   *
   * @param file one that {@link StoredFile#hasThumbnail}
   * @return a PNG or a JPEG; empty where none can be made of it
   * @throws StoreAwayException where that is not told in time, or the file can't be read now
   */
  public Optional<byte[]> of(StoredFile file) throws IOException {
    var kept = folder.thumbnail(file.content());
    var small = Files.exists(kept) ? Files.readAllBytes(kept) : makeInTurn(file, kept);
    return small.length > 0 ? Optional.of(small) : Optional.empty();
  }

  /** One that takes too long is made to its end, and is there for who asks again. */
  private byte[] makeInTurn(StoredFile file, Path kept) {
    var task =
        new FutureTask<>(() -> Files.exists(kept) ? Files.readAllBytes(kept) : make(file, kept));
    try {
      threads.execute(task);
      return task.get(turnMax.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      throw new StoreAwayException("too many pictures wait to be made small");
    } catch (TimeoutException e) {
      threads.remove(task); // which leaves its place in the line
      throw new StoreAwayException("a picture is not made small in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreAwayException("the service ends");
    } catch (ExecutionException e) {
      log.atWarn().setCause(e.getCause()).log("a picture can't be read, or not be kept");
      throw new StoreAwayException("the folder of files can't be read");
    }
  }

  /** Turns away who waits; what runs ends by itself. */
  @Override
  public void close() {
    threads.shutdownNow();
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

  /** Empty where the picture is to blame; a folder that can't be read now says nothing of it. */
  private static byte[] small(Path source, String type) throws IOException {
    try (var input = new FileImageInputStream(source.toFile())) {
      var head = type.equals("image/jpeg") ? head(source) : new byte[0];
      return encode(upright(read(input, type, head), head));
    } catch (IIOException | EOFException | RuntimeException e) { // readers throw anything
      log.atDebug().setCause(e).log("no small picture can be made");
      return new byte[0];
    }
  }

  private static byte[] head(Path source) throws IOException {
    try (var input = Files.newInputStream(source)) {
      return input.readNBytes(HEAD_BYTES);
    }
  }

  private static BufferedImage read(ImageInputStream input, String type, byte[] head)
      throws IOException {
    var readers = ImageIO.getImageReadersByMIMEType(type);
    if (!readers.hasNext()) {
      throw new IIOException("nothing reads " + type);
    }
    var reader = readers.next();
    try {
      reader.setInput(input, true, true);
      var isKept = type.equals("image/jpeg") && !JpegScans.isOne(head);
      return read(reader, isKept ? SCANS_PIXELS_MAX : PIXELS_MAX);
    } finally {
      reader.dispose();
    }
  }

  private static BufferedImage read(ImageReader reader, long pixelsMax) throws IOException {
    var width = reader.getWidth(0);
    var height = reader.getHeight(0);
    var side = Math.max(width, height);
    if (side > SIDE_PIXELS_MAX || (long) width * height > pixelsMax) {
      throw new IIOException("too many pixels: %d x %d".formatted(width, height));
    }
    var step = Math.max(1, side / (SIDE_MAX * SCALE_BEFORE));
    var reading = reader.getDefaultReadParam();
    reading.setSourceSubsampling(step, step, 0, 0);
    reading.setSourceProgressivePasses(0, PASSES_MAX);
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
  private static BufferedImage upright(BufferedImage image, byte[] head) {
    try {
      var orientation =
          JpegExif.in(head).map(ExifUtils::getOrientationFromExif).orElse(Orientation.TOP_LEFT);
      return orientation == null || orientation == Orientation.TOP_LEFT
          ? image
          : ExifFilterUtils.getFilterForOrientation(orientation).apply(image);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
      log.atDebug().setCause(e).log("a picture speaks nonsense of how it was held");
      return image;
    }
  }

  private static byte[] encode(BufferedImage image) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var format = image.getColorModel().hasAlpha() ? "png" : "jpeg";
    try (var output = new MemoryCacheImageOutputStream(bytes)) { // by itself, it would make a file
      if (!ImageIO.write(image, format, output)) {
        throw new IIOException("nothing writes " + format + " of this kind");
      }
    }
    return bytes.toByteArray();
  }
}
