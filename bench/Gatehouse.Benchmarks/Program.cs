using BenchmarkDotNet.Running;
using Gatehouse.Benchmarks;

if (args is ["budgets", .. var words])
{
    Budgets.Run(Console.Out, words.FirstOrDefault(""));
    Budgets.Memory(Console.Out);
    return 0;
}

if (args is ["risk", var catalogue])
{
    Classifying.Run(Console.Out, catalogue);
    return 0;
}

if (args is ["catalogue", var data, .. var most])
{
    await Cataloguing.RunAsync(
        Console.Out, data, int.Parse(most.FirstOrDefault("600000"), System.Globalization.CultureInfo.InvariantCulture), most.Contains("postgres"));
    return 0;
}

if (args is ["records", var calls, .. var folder])
{
    await Records.RunAsync(
        Console.Out, int.Parse(calls, System.Globalization.CultureInfo.InvariantCulture), folder.FirstOrDefault());
    return 0;
}

BenchmarkSwitcher.FromAssembly(typeof(WireBenchmarks).Assembly).Run(args);
return 0;
