using System.Diagnostics;

namespace Gatehouse.Cli.Tests.Commands;

public sealed class CompletionCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gatehouse heartb", "heartbeat")]
    [InlineData("gatehouse policy v", "validate")]
    [InlineData("gatehouse policy validate --to", "--tools")]
    public async Task Bash_BeginningOfAWord_IsCompletedByTheCommandItself(string line, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "bash is not part of Windows");
        var script = _folder.Write("completion", (await CommandRun.Of("completion", "bash")).Output);
        var start = new ProcessStartInfo("bash")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "-c",
                "source \"$1\"; COMP_LINE=$2; COMP_POINT=${#2}; COMP_WORDS=($2); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
                + "_gatehouse; printf '%s\\n' \"${COMPREPLY[@]}\"",
                "bash", script, line,
            },
        };
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{start.Environment["PATH"]}";

        using var shell = Process.Start(start)!;
        var found = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(expected + "\n", found);
    }

    [Theory]
    [InlineData("zsh", "#compdef gatehouse")]
    [InlineData("fish", "function __gatehouse_found")]
    public async Task OtherShells_Script_IsPrinted(string shell, string beginning) =>
        Assert.StartsWith(beginning, (await CommandRun.Of("completion", shell)).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Shell_ThatIsNotKnown_Exits2() => Assert.Equal(2, (await CommandRun.Of("completion", "tcsh")).Code);
}
