using System.Text;
using Gatehouse.Cli.Commands;
using Gatehouse.Cli.Output;

namespace Gatehouse.Cli.Remote;

/// <summary>A secret from the keyboard or from standard input: never from the command line, which others on the machine see.</summary>
internal static class SecretInput
{
    private const int Longest = 16 * 1024;

    /// <summary>The secret without the blanks and line ends around it; null where nothing came.</summary>
    /// <param name="around">Where it comes from.</param>
    /// <param name="terminal">Where it is asked for.</param>
    /// <param name="what">What is asked for.</param>
    public static string? Read(Surroundings around, Terminal terminal, string what)
    {
        if (around.HasKeyboard)
        {
            terminal.Note($"{what} (it is not shown): ");
        }

        var text = (around.HasKeyboard ? Typed() : around.Input.ReadLine())?.Trim();
        return text is { Length: > 0 and <= Longest } ? text : null;
    }

    private static string Typed()
    {
        var text = new StringBuilder();
        while (true)
        {
            var key = System.Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
            {
                return text.ToString();
            }

            if (key.Key == ConsoleKey.Backspace)
            {
                text.Length -= text.Length > 0 ? 1 : 0;
            }
            else if (!char.IsControl(key.KeyChar) && text.Length < Longest)
            {
                text.Append(key.KeyChar);
            }
        }
    }
}
