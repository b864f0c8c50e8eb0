# Makes system calls that the kernel itself refuses to nobody, by their numbers on x86-64, and says what becomes of each:
# "allowed" also when the kernel does not like the arguments.
my %calls = (
  'keys of the kernel' => [250, 0, -3, 0],
  'faults handled by programs' => [323, 1],
  'io_uring' => [425, 1, 0],
  'tracing' => [101, 0, 0, 0, 0],
  'memory of others' => [310, 0, 0, 0, 0, 0, 0],
  'addresses that are not random' => [135, 0x40000],
  'packet filters' => [41, 16, 3, 12],
  'cryptography of the kernel' => [41, 38, 5, 0],
  'machine sockets' => [41, 40, 1, 0],
  'handles of files' => [303, -1, 0, 0, 0, 0],
  'another namespace' => [308, 0, 0],
  'memory policies' => [238, 0, 0, 0],
  'watching all files' => [301, -1, 0, 0, 0, 0],
  'comparing processes' => [312, 0, 0, 0, 0, 0],
  'clone3' => [435, 0, 0],
  'TCP' => [41, 2, 1, 0],
  'addresses and routes' => [41, 16, 3, 0],
  'memory of its own' => [12, 0],
  'user namespace' => [272, 0x10000000],
);
for my $name (sort keys %calls) {
  my ($number, @arguments) = @{ $calls{$name} };
  my $result = syscall($number, @arguments);
  my $refused = $result == -1 && ($!{EPERM} || $!{ENOSYS});
  print "$name: ", ($refused ? "$!" : 'allowed'), "\n";
}
