using System.CommandLine;
using Gatehouse.Cli.Output;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse completion</c>: the lines by which a shell completes verbs and options.</summary>
/// <remarks>They ask the command itself (<c>[suggest]</c>), so they never grow old.</remarks>
internal static class CompletionCommand
{
    private const string Bash =
        """
        _gatehouse() {
            local word="${COMP_WORDS[COMP_CWORD]}" line="${COMP_LINE:0:COMP_POINT}" found
            COMPREPLY=()
            while IFS= read -r found; do
                [[ "$found" == "$word"* ]] && COMPREPLY+=("$found")
            done < <(gatehouse "[suggest:${#line}]" "$line" 2>/dev/null)
        }
        complete -o default -F _gatehouse gatehouse

        """;

    private const string Zsh =
        """
        #compdef gatehouse
        _gatehouse() {
            local line="${(j: :)words[1,CURRENT]}"
            local -a found
            found=("${(@f)$(gatehouse "[suggest:${#line}]" "$line" 2>/dev/null)}")
            compadd -- $found || _files
        }
        compdef _gatehouse gatehouse

        """;

    private const string Fish =
        """
        function __gatehouse_found
            set -l line (commandline -cp)
            gatehouse "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c gatehouse -a "(__gatehouse_found)"

        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Verb(
            "completion", "Print the lines by which a shell completes verbs and options.",
            "gatehouse completion bash > ~/.local/share/bash-completion/completions/gatehouse",
            "gatehouse completion zsh > ~/.zfunc/_gatehouse",
            "gatehouse completion fish > ~/.config/fish/completions/gatehouse.fish") { shell };
        command.SetAction(parsed =>
        {
            Terminal.Of(parsed).Ours(parsed.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
            return ExitCode.Success;
        });
        return command;
    }
}
