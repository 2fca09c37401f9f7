using BenchmarkDotNet.Running;
using Gatehouse.Benchmarks;

if (args is ["budgets", .. var words])
{
    Budgets.Run(Console.Out, words.FirstOrDefault(""));
    Budgets.Memory(Console.Out);
    return 0;
}

BenchmarkSwitcher.FromAssembly(typeof(WireBenchmarks).Assembly).Run(args);
return 0;
