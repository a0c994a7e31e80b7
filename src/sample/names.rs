//! Names by nation.

/// Given names and surnames of a nation.
pub(super) struct Nation {
    pub(super) men: &'static [&'static str],
    pub(super) women: &'static [&'static str],
    pub(super) surnames: &'static [&'static str],
}

// Lists names without quotes and commas.
macro_rules! names {
    ($($name:ident)*) => { &[$(stringify!($name)),*] };
}

pub(super) static BRITISH: Nation = Nation {
    men: names![Archie Barnaby Cecil Clement Cuthbert Desmond Eustace Gerald Horace Jasper Magnus Nathan Osbert
        Ralph Rowland Rupert Silas Tobias Vernon Wilfred],
    women: names![Beatrice Blanche Daphne Doris Edna Enid Esme Flora Hester Ivy Lavinia Louisa Maud Mildred
        Muriel Olive Prudence Rhoda Sybil Winifred],
    surnames: names![Ashdown Bexley Birtwell Blackett Calder Chilcott Cobham Crowther Dunmore Eastgate Fairfax
        Hadley Harwood Holloway Ingham Kershaw Langton Loxley Marlow Northam Ormsby Penrose Quayle Redfern
        Selwyn Stanhope Tetlow Thurlow Upton Yardley],
};
pub(super) static IRISH: Nation = Nation {
    men: names![Aidan Brendan Cormac Declan Eamon Fergus Malachi Niall Ronan Seamus],
    women: names![Brigid Deirdre Eileen Kathleen Maeve Noreen Nuala Orla Sheila Una],
    surnames: names![Brophy Corrigan Cullinan Finnerty Geraghty Gilligan Halloran Keogh Lafferty Mulcahy Noonan
        Quigley Rafferty Scanlon Tierney],
};
pub(super) static NORDIC: Nation = Nation {
    men: names![Bjarne Eskil Gunnar Halvor Knut Leif Ragnar Sverre Torvald Vidar],
    women: names![Asta Astrid Dagny Frida Gudrun Ingrid Linnea Maren Solveig Thora],
    surnames: names![Alm Bergstad Dahlin Ekberg Fagerli Granlund Haugland Hovland Isaksen Kvist Lofgren Nordby
        Nygaard Rydell Stenmark Ulvang],
};
pub(super) static GERMAN: Nation = Nation {
    men: names![Bruno Detlef Gustav Heinrich Joachim Ludwig Otto Ulrich],
    women: names![Elsa Frieda Greta Irma Klara Lotte Ottilie Ursula],
    surnames: names![Brandt Dietz Eberhart Gerlach Kessler Lindner Neumann Seidel Vogler Winkler],
};
pub(super) static FRENCH: Nation = Nation {
    men: names![Armand Bastien Etienne Fernand Gaston Lucien Marcel Octave],
    women: names![Celeste Colette Delphine Elodie Margot Odette Simone Yvette],
    surnames: names![Aubert Beaulieu Chevrel Delorme Fontaine Garnier Marchand Renaud Savary Vernet],
};
pub(super) static LEBANESE: Nation = Nation {
    men: names![Bassam Faris Habib Jamil Karim Nabil Salim Yusuf],
    women: names![Amal Farida Layla Mariam Rima Samira Warda Zahra],
    surnames: names![Azzam Bitar Chalhoub Daher Farhat Ghanem Haddad Maalouf Rahal Sabbagh],
};
