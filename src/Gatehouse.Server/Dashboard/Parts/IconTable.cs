using System.Collections.Frozen;

namespace Gatehouse.Server.Dashboard.Parts;

/// <summary>Pictures of one line, drawn in a square of 24.</summary>
internal static class IconTable
{
    public static readonly FrozenDictionary<string, string> Paths = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["home"] = "M4 11l8-7 8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z",
        ["inbox"] = "M4 13l3-8h10l3 8v6H4zM4 13h5l1 2.500h4L15 13h5",
        ["server"] = "M4 5h16v6H4zM4 13h16v6H4zM7.500 8h.01M7.500 16h.01M11 8h6M11 16h6",
        ["key"] = "M14.500 4a5.500 5.500 0 1 1-3.800 9.500L4 20v-3l2-1 1-2 2-1 .700-.700A5.500 5.500 0 0 1 14.500 4zM16 8h.01",
        ["shield"] = "M12 3l7 2.500V11c0 4.500-2.800 8-7 10-4.200-2-7-5.500-7-10V5.500zM9 11.500l2.200 2.200L15.500 9.500",
        ["layers"] = "M12 4l8 4-8 4-8-4zM4 12l8 4 8-4M4 16l8 4 8-4",
        ["list"] = "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
        ["history"] = "M4 5v4h4M4.500 9A8 8 0 1 1 4 13M12 8v4.500l3 2",
        ["people"] = "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM3 20c0-3.300 2.700-6 6-6s6 2.700 6 6M16 4.500a3.500 3.500 0 0 1 0 6.500M17.500 14.300c2.100.800 3.500 2.900 3.500 5.700",
        ["person"] = "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 20c0-3.500 3.100-6 7-6s7 2.500 7 6",
        ["code"] = "M8 7l-5 5 5 5M16 7l5 5-5 5M13.500 5l-3 14",
        ["bell"] = "M6 16V11a6 6 0 1 1 12 0v5l1.500 2h-15zM10 20.500h4",
        ["sliders"] = "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4",
        ["power"] = "M12 4v8M7 6.500a7.500 7.500 0 1 0 10 0",
        ["frozen"] = "M12 3v18M4.200 7.500l15.600 9M19.800 7.500l-15.600 9M9.500 4.500L12 7l2.500-2.500M9.500 19.500L12 17l2.500 2.500",
        ["menu"] = "M4 7h16M4 12h16M4 17h16",
        ["close"] = "M6 6l12 12M18 6L6 18",
        ["plus"] = "M12 5v14M5 12h14",
        ["copy"] = "M9 9h11v11H9zM5 15H4V4h11v1",
        ["search"] = "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.500 4.500",
        ["check"] = "M5 12.500l4.500 4.500L19 7.500",
        ["alert"] = "M12 4l9 16H3zM12 10v4M12 17h.01",
        ["note"] = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8h.01",
        ["sun"] = "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 3v1.500M12 19.500V21M3 12h1.500M19.500 12H21M5.600 5.600l1.100 1.100M17.300 17.300l1.100 1.100M5.600 18.400l1.100-1.100M17.300 6.700l1.100-1.100",
        ["moon"] = "M20 14.500A8 8 0 1 1 9.500 4a6.500 6.500 0 0 0 10.500 10.500z",
        ["device"] = "M4 5h16v11H4zM9 20h6M12 16v4",
        ["leave"] = "M14 5V4H5v16h9v-1M10 12h10M17 8.500l3.500 3.500-3.500 3.500",
        ["swap"] = "M4 8h14M15 5l3 3-3 3M20 16H6M9 13l-3 3 3 3",
        ["clock"] = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.500V12l3 2",
        ["chevron"] = "M9 6l6 6-6 6",
        ["external"] = "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
        ["download"] = "M12 4v11M7.500 11l4.500 4.500 4.500-4.500M5 20h14",
        ["play"] = "M7 5l12 7-12 7z",
        ["tool"] = "M14.500 5.500a4.500 4.500 0 0 0-5.800 5.800L3.500 16.500l4 4 5.200-5.200a4.500 4.500 0 0 0 5.800-5.800L15.500 12.500l-4-4z",
        ["spark"] = "M12 3l2 7 7 2-7 2-2 7-2-7-7-2 7-2z",
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
