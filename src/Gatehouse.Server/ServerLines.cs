using Gatehouse.Control;
using Gatehouse.Control.People;
using Gatehouse.Gateway.Hosting;
using Gatehouse.Policy;

namespace Gatehouse.Server;

/// <summary>What the server prints when it starts, line by line.</summary>
internal static class ServerLines
{
    /// <summary>Exit code where a setting cannot be used; anything else that stops a start is 1.</summary>
    public const int Invalid = 3;

    /// <summary>Where everything listens, the set-up link of a new installation, and <c>ready</c>.</summary>
    public static async Task PrintAsync(AgentsHost agents, PeopleHost people, ManagementHost? management, string? demo)
    {
        Print("agents", agents.Addresses);
        Print("people and API", people.Addresses);
        Print("health and metrics", management?.Addresses ?? []);
        Print("demo server", demo is null ? [] : [demo]);
        await using var scope = people.Services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<SetUpAdministration>().NewLinkAsync(CancellationToken.None) is { } link)
        {
            Console.Out.WriteLine($"set up at {link}");
            Console.Out.WriteLine("the link works once, for 24 hours; another start prints another");
        }

        Console.Out.WriteLine("ready");
    }

    /// <summary>Says why the server does not start.</summary>
    public static int Fail(params IEnumerable<Fault?> faults) => Fail(1, faults);

    /// <summary>Says why the server does not start, with an exit code.</summary>
    public static int Fail(int code, params IEnumerable<Fault?> faults)
    {
        foreach (var fault in faults.OfType<Fault>())
        {
            Console.Error.WriteLine($"error {fault.Code.Word}: {fault.Message}");
            if (fault.Help is not null)
            {
                Console.Error.WriteLine($"  {fault.Help}");
            }
        }

        return code;
    }

    private static void Print(string what, IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            Console.Out.WriteLine($"{what} on {address}");
        }
    }
}
