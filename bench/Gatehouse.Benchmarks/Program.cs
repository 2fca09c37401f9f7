using BenchmarkDotNet.Running;
using Gatehouse.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(WireBenchmarks).Assembly).Run(args);
return 0;
