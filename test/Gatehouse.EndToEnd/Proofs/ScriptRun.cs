using Gatehouse.EndToEnd.Processes;

namespace Gatehouse.EndToEnd.Proofs;

/// <summary>A proof that is a script of its own, run against the binaries of this build.</summary>
internal static class ScriptRun
{
    public static async Task<(int Code, string Output)> RunAsync(string script, params string[] arguments)
    {
        var env = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["GATEHOUSE"] = Places.Gatehouse,
            ["GATEHOUSE_FIXTURE"] = Places.Fixture,
        };
        string[] command = [Path.Combine(Places.Root, script), .. arguments];
        var (code, output, errors) = await RunningProgram.RunAsync(command, env: env);
        return (code, output + errors);
    }
}
