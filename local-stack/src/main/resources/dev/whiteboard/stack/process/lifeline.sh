# Starts a server in a session of its own, and stops it when whoever started this script is gone.
#
#   sh lifeline.sh FOLDER PID_FILE SIGNAL COMMAND...
#
#   FOLDER    the server's folder; its path is in the server's command line, which tells it from a
#             stranger that was given the same process number later
#   PID_FILE  where the server writes its process number, on its first line
#   SIGNAL    the one by which it shuts down in good order
#   COMMAND   starts the server, leaves it in the background and in a session of its own
#
# Standard input is a pipe whose other end only the starting process holds. The kernel closes that
# end however the process ends, kill -9 included, and `read` returns: nothing has to be noticed,
# polled or caught. A clean stop closes it too, so that there is one way to stop and it is always in
# use. A line on the pipe lists processes that were paused and have to be woken to be stopped; an
# empty line says that none are.
#
# Ctrl-C goes to every process of the terminal: this one has to outlive it, the services still need
# their servers while they drain.
trap '' HUP INT QUIT TERM

POLL_S=0.05
PID_FILE_POLLS_MAX=100 # 5 s
GRACE_POLLS_MAX=100    # 5 s, then SIGKILL

folder=$1 pid_file=$2 signal=$3
shift 3

echo $$ >"$folder/lifeline.pid"
trap 'rm -f "$folder/lifeline.pid"' EXIT
(trap - HUP INT QUIT TERM && exec "$@") </dev/null || exit

polls=0
while [ ! -s "$pid_file" ] && [ $polls -lt $PID_FILE_POLLS_MAX ]; do
  sleep $POLL_S
  polls=$((polls + 1))
done
read -r pid <"$pid_file" || exit

paused=
while read -r line; do paused=$line; done

# A zombie has no command line left, and counts as gone.
runs() {
  case $(tr '\0' ' ' <"/proc/$pid/cmdline" || ps -ww -o args= -p "$pid") in
  *"$folder/"*) return 0 ;;
  *) return 1 ;;
  esac
} 2>/dev/null

# A process that is held still takes no signal but this one and SIGKILL.
wake() {
  # shellcheck disable=SC2046,SC2086 # lists of numbers
  kill -s CONT "$pid" $paused $(pgrep -P "$pid")
} 2>/dev/null

if runs; then
  wake
  kill -s "$signal" "$pid"
fi
polls=0
while runs && [ $polls -lt $GRACE_POLLS_MAX ]; do
  sleep $POLL_S
  polls=$((polls + 1))
done
# shellcheck disable=SC2046
if runs; then kill -s KILL "$pid" $(pgrep -P "$pid" 2>/dev/null); fi
